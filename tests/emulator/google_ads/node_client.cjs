// What a program with npm's google-ads-api does: lists, queries, counts, streams, creates, and is refused.
const { GoogleAdsApi, enums } = require("google-ads-api");

const [client_id, client_secret, refresh_token] = process.argv.slice(2);
const said = async (work) => {
  try {
    return await work();
  } catch (error) {
    return error.errors ? error.errors.map((one) => [one.error_code, one.message]) : String(error);
  }
};

(async () => {
  const client = new GoogleAdsApi({ client_id, client_secret, developer_token: "EmulatedDeveloperToken" });
  const seen = { customers: (await client.listAccessibleCustomers(refresh_token)).resource_names };
  const customer = client.Customer({ customer_id: "1234567890", login_customer_id: "9998887777", refresh_token });
  const attributes = ["conversion_action.id", "conversion_action.type", "conversion_action.value_settings.default_value"];
  const order = [{ field: "conversion_action.id", sort_order: "ASC" }];
  seen.report = await customer.report({ entity: "conversion_action", attributes, limit: 2, order });
  seen.campaigns = await customer.query(
    "SELECT campaign.id, metrics.conversions, segments.date FROM campaign WHERE segments.date DURING LAST_7_DAYS"
  );
  seen.count = await customer.reportCount({ entity: "conversion_action", attributes });
  seen.streamed = [];
  for await (const row of customer.queryStream("SELECT conversion_action.id FROM conversion_action LIMIT 3")) {
    seen.streamed.push(row.conversion_action.id);
  }
  seen.refused = await said(() => customer.query("SELECT conversion_action.nothing FROM conversion_action"));
  seen.paged = await said(() => customer.report({ entity: "conversion_action", attributes, page_size: 5 }));
  const action = {
    name: "mv_node",
    type: enums.ConversionActionType.WEBPAGE,
    category: enums.ConversionActionCategory.SIGNUP,
  };
  const [made] = (await customer.conversionActions.create([action])).results;
  seen.twice = await said(() => customer.conversionActions.create([action]));
  await customer.conversionActions.update([{ resource_name: made.resource_name, primary_for_goal: false }]);
  seen.back = await customer.query(
    "SELECT conversion_action.category, conversion_action.primary_for_goal FROM conversion_action WHERE conversion_action.name = 'mv_node'"
  );
  process.stdout.write(JSON.stringify(seen));
})().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
