"""Google Ads: conversion actions and goals, through the google-ads client over gRPC."""
