"""The tables of dimensions and metrics that the emulator has, one a line; `fields` reads them.

Names and types as the API schema and live metadata have them (checked 2026-11-23 and 2026-11-29 in copies; keyEvents is
TYPE_FLOAT there); the descriptions are the emulator's own words.
"""

from __future__ import annotations

#: Name, name to show, category, scope, description, former name (`+ing`: the name with that after it).
DIMENSIONS = """
date|Date|Time|date|The day of the event, YYYYMMDD.|
year|Year|Time|date|The year of the event, four digits.|
month|Month|Time|date|The month of the event, 01 to 12.|
yearMonth|Year month|Time|date|Year and month of the event, YYYYMM.|
day|Day|Time|date|The day of the month, 01 to 31.|
dayOfWeek|Day of week|Time|date|0 (Sunday) to 6 (Saturday).|dayOfWeekZero
dayOfWeekName|Day of week name|Time|date|The day of the week in English.|
week|Week|Time|date|The week of the year, 01 to 53; it begins on Sunday, the first with January 1.|
yearWeek|Year week|Time|date|Year and week, YYYYWW.|
isoWeek|ISO week of the year|Time|date|The ISO week, 01 to 53.|
isoYear|ISO year|Time|date|The year of the ISO week.|
isoYearIsoWeek|ISO week of ISO year|Time|date|Year and number of the ISO week, YYYYWW.|
nthDay|Nth day|Time|date|Days since the first of the date range, four digits.|
nthMonth|Nth month|Time|date|Months since that of the first day of the date range, four digits.|
hour|Hour|Time|event|The hour of the event, 00 to 23.|
minute|Minute|Time|event|The minute of the hour, 00 to 59.|
dateHour|Date + hour (YYYYMMDDHH)|Time|event|Day and hour of the event.|
dateHourMinute|Date hour and minute|Time|event|Day, hour and minute of the event, YYYYMMDDHHMM.|
eventName|Event name|Event|event|What the event is called.|
isKeyEvent|Is key event|Event|event|true if the event was a key event when it happened.|isConversionEvent
pagePath|Page path|Page / screen|event|The path of the page, without host and query.|
pagePathPlusQueryString|Page path + query string|Page / screen|event|The path of the page with its query.|
pageTitle|Page title|Page / screen|event|The title of the page.|
pageLocation|Page location|Page / screen|event|The whole address of the page.|
fullPageUrl|Full page URL|Page / screen|event|Host, path and query of the page.|
hostName|Hostname|Page / screen|event|The host of the page.|
landingPage|Landing page|Page / screen|session|The path of the first page view of the session.|
landingPagePlusQueryString|Landing page + query string|Page / screen|session|The same, with its query.|
deviceCategory|Device category|Platform / device|user|Kind of device, such as mobile or desktop.|
platform|Platform|Platform / device|user|web, for what comes from a site.|
platformDeviceCategory|Platform / device category|Platform / device|user|Both together.|
browser|Browser|Platform / device|user|The browser.|
operatingSystem|Operating system|Platform / device|user|The operating system.|
language|Language|Platform / device|user|The language of the browser.|
languageCode|Language code|Platform / device|user|Its code, such as ja-jp.|
streamName|Stream name|Platform / device|event|The name of the data stream.|
continent|Continent|Geography|user|Where the user is.|
country|Country|Geography|user|Where the user is.|
countryId|Country ID|Geography|user|The code of the country, two letters.|
region|Region|Geography|user|Where the user is.|
city|City|Geography|user|Where the user is.|
newVsReturning|New / returning|User|session|new in the first session of a user, returning later.|
firstSessionDate|First session date|User|user|The day of the first session of the user, YYYYMMDD.|
defaultChannelGroup|Default channel group|Traffic source|event|The channel of key events.|+ing
source|Source|Traffic source|event|The source that key events are attributed to.|
medium|Medium|Traffic source|event|The medium that key events are attributed to.|
sourceMedium|Source / medium|Traffic source|event|Both together.|
campaignName|Campaign|Traffic source|event|The campaign that key events are attributed to.|
sessionDefaultChannelGroup|Session default channel group|Traffic Source|session|What led to it.|+ing
sessionSource|Session source|Traffic source|session|The source that led to the session.|
sessionMedium|Session medium|Traffic source|session|The medium that led to the session.|
sessionSourceMedium|Session source / medium|Traffic source|session|Both together.|
sessionCampaignName|Session campaign|Traffic source|session|The campaign that led to the session.|
firstUserDefaultChannelGroup|First user default channel group|Traffic source|user|That of the first.|+ing
firstUserSource|First user source|Traffic source|user|The source of that.|
firstUserMedium|First user medium|Traffic source|user|The medium of that.|
firstUserSourceMedium|First user source / medium|Traffic source|user|Both together.|
firstUserCampaignName|First user campaign|Traffic source|user|The campaign of that.|
itemId|Item ID|Ecommerce|item|The id of the item.|
itemName|Item name|Ecommerce|item|The name of the item.|
itemCategory|Item category|Ecommerce|item|The category of the item.|
"""
#: Name, name to show, category, type, description, former name.
METRICS = """
eventCount|Event count|Event|INTEGER|How many events there were.|
eventValue|Event value|Event|FLOAT|The sum of the events' parameter `value`.|
keyEvents|Key events|Event|FLOAT|How many key events were counted.|conversions
eventCountPerUser|Events per user|Event|FLOAT|Events divided by active users.|
eventsPerSession|Events per session|Event|FLOAT|Events divided by sessions.|
sessions|Sessions|Session|INTEGER|How many sessions there were.|
engagedSessions|Engaged sessions|Session|INTEGER|Over 10 seconds, with a key event or two pages.|
engagementRate|Engagement rate|Session|FLOAT|The share of sessions that are engaged.|
bounceRate|Bounce rate|Session|FLOAT|The share of sessions that are not engaged.|
averageSessionDuration|Average session duration|Session|SECONDS|How long sessions are.|
sessionsPerUser|Sessions per active user|Session|FLOAT|Sessions divided by active users.|
totalUsers|Total users|User|INTEGER|How many people had an event at all.|
activeUsers|Active users|User|INTEGER|How many people used the site.|
newUsers|New users|User|INTEGER|How many people came for the first time.|
userEngagementDuration|User engagement|User|SECONDS|How long pages were looked at, in seconds.|
scrolledUsers|Scrolled users|User|INTEGER|How many people scrolled down a page.|
screenPageViews|Views|Page / screen|INTEGER|How many pages were viewed.|
screenPageViewsPerSession|Views per session|Page / screen|FLOAT|Views divided by sessions.|
screenPageViewsPerUser|Views per user|Page / screen|FLOAT|Views divided by active users.|
totalRevenue|Total revenue|Revenue|CURRENCY|What was bought, less refunds.|
purchaseRevenue|Purchase revenue|Revenue|CURRENCY|What was bought, less refunds.|
grossPurchaseRevenue|Gross purchase revenue|Revenue|CURRENCY|What was bought.|
averageRevenuePerUser|ARPU|Revenue|CURRENCY|Revenue divided by active users.|
averagePurchaseRevenue|Average purchase revenue|Revenue|CURRENCY|Revenue divided by purchases.|
ecommercePurchases|Ecommerce purchases|Ecommerce|INTEGER|How many purchases there were.|
transactions|Transactions|Ecommerce|INTEGER|How many purchases of any kind there were.|
totalPurchasers|Total purchasers|Ecommerce|INTEGER|How many people bought.|
purchaserRate|Purchaser rate|Ecommerce|FLOAT|The share of active users who bought.|purchaserConversionRate
addToCarts|Add to carts|Ecommerce|INTEGER|How often something was put into the cart.|
checkouts|Checkouts|Ecommerce|INTEGER|How often a checkout was begun.|
itemsViewed|Items viewed|Ecommerce|INTEGER|How many items were viewed.|
itemViewEvents|Item view events|Ecommerce|INTEGER|How often an item was viewed.|
itemsAddedToCart|Items added to cart|Ecommerce|INTEGER|How many items were put into the cart.|
itemsCheckedOut|Items checked out|Ecommerce|INTEGER|How many items were in a checkout.|
itemsPurchased|Items purchased|Ecommerce|INTEGER|How many items were bought.|
itemRevenue|Item revenue|Ecommerce|CURRENCY|What the items that were bought cost.|
cartToViewRate|Cart-to-view rate|Ecommerce|FLOAT|The share of those who viewed an item who put it into the cart.|
purchaseToViewRate|Purchase-to-view rate|Ecommerce|FLOAT|The share of those who viewed an item who bought it.|
sessionKeyEventRate|Session key event rate|Session|FLOAT|The share of sessions with any key event.|sessionConversionRate
userKeyEventRate|User key event rate|User|FLOAT|The share of people with any key event.|userConversionRate
"""
