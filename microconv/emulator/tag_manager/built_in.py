"""Built-in variables of web containers: their type in the API, and the name that stands in braces.

Names: support.google.com/tagmanager/answer/7182738 and public container exports, checked 2026-11-29. Types that are not
here are shown by their type.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "pageUrl": "Page URL",
    "pageHostname": "Page Hostname",
    "pagePath": "Page Path",
    "referrer": "Referrer",
    "event": "Event",
    "clickElement": "Click Element",
    "clickClasses": "Click Classes",
    "clickId": "Click ID",
    "clickTarget": "Click Target",
    "clickUrl": "Click URL",
    "clickText": "Click Text",
    "formElement": "Form Element",
    "formClasses": "Form Classes",
    "formId": "Form ID",
    "formTarget": "Form Target",
    "formUrl": "Form URL",
    "formText": "Form Text",
    "errorMessage": "Error Message",
    "errorUrl": "Error URL",
    "errorLine": "Error Line",
    "debugMode": "Debug Mode",
    "newHistoryUrl": "New History URL",
    "oldHistoryUrl": "Old History URL",
    "newHistoryFragment": "New History Fragment",
    "oldHistoryFragment": "Old History Fragment",
    "newHistoryState": "New History State",
    "oldHistoryState": "Old History State",
    "historySource": "History Source",
    "containerVersion": "Container Version",
    "randomNumber": "Random Number",
    "containerId": "Container ID",
    "htmlId": "HTML ID",
    "environmentName": "Environment Name",
    "videoProvider": "Video Provider",
    "videoUrl": "Video URL",
    "videoTitle": "Video Title",
    "videoDuration": "Video Duration",
    "videoPercent": "Video Percent",
    "videoVisible": "Video Visible",
    "videoStatus": "Video Status",
    "videoCurrentTime": "Video Current Time",
    "scrollDepthThreshold": "Scroll Depth Threshold",
    "scrollDepthUnits": "Scroll Depth Units",
    "scrollDepthDirection": "Scroll Direction",
    "elementVisibilityRatio": "Percent Visible",
    "elementVisibilityTime": "On-Screen Duration",
    "analyticsClientId": "Analytics Client ID",
    "analyticsSessionId": "Analytics Session ID",
    "analyticsSessionNumber": "Analytics Session Number",
}
