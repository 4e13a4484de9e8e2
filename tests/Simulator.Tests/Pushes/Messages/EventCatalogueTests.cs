using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tests.Gateways;

namespace WxYarpGateway.Simulator.Tests.Pushes.Messages;

public sealed class EventCatalogueTests : SimulatorFixture
{
    // Every name of a Channels shop's event that WeChat's documents and the peers know.
    private static readonly string[] OfShops =
    [
        "channels_ec_order_new", "channels_ec_order_pay", "channels_ec_order_cancel", "channels_ec_order_wait_shipping",
        "channels_ec_order_deliver", "channels_ec_order_confirm", "channels_ec_order_settle", "channels_ec_order_ext_info_update",
        "channels_ec_aftersale_update", "channels_ec_present_aftersale_update", "channels_ec_complaint_update",
        "channels_ec_guarantee_update", "channels_ec_brand", "channels_ec_stock_no_enough", "channels_ec_coupon_receive",
        "channels_ec_coupon_create", "channels_ec_coupon_delete", "channels_ec_coupon_expire", "channels_ec_coupon_info_change",
        "channels_ec_coupon_invalid", "channels_ec_user_coupon_expire", "channels_ec_user_coupon_use", "channels_ec_user_coupon_unuse",
        "channels_ec_voucher_send_succ", "channels_ec_acct_notify", "channels_ec_withdraw_notify", "channels_ec_vip_join",
        "channels_ec_vip_close", "channels_ec_vip_grade_info_update", "channels_ec_vip_score_update", "channels_ec_vip_score_exchange",
        "channels_ec_vip_user_auto_add", "channels_ec_vip_user_info_get", "channels_ec_sharer_change", "channels_ec_close_store",
        "product_spu_audit", "product_spu_listing", "product_spu_update", "product_category_audit", "product_order_status_update",
        "qrcode_status", "head_supplier_item_update", "set_shop_nickname",
    ];

    public static TheoryData<string> Names() => [.. EventCatalogue.Names];

    [Fact]
    public void It_has_every_event_of_a_shop_once()
    {
        Assert.Empty(OfShops.Except(EventCatalogue.Names));
        Assert.Equal(EventCatalogue.Names.Count, EventCatalogue.Names.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_is_well_formed_in_both_formats_and_says_the_same(string name)
    {
        var json = JsonNode.Parse(Write(PushedMessage.Sample(name), DataFormat.Json))!.AsObject();
        var xml = XDocument.Parse(Write(PushedMessage.Sample(name), DataFormat.Xml)).Root!;

        Assert.Equal(("event", name), ((string)json["MsgType"]!, (string)json["Event"]!));
        Assert.Equal(LeavesOf(json), xml.Descendants().Where(element => !element.HasElements).Select(element => element.Value));
    }

    [Fact]
    public void Ids_that_no_double_holds_are_written_as_number_and_as_text()
    {
        var order = PushedMessage.Sample("channels_ec_order_pay");

        Assert.EndsWith(
            "\"order_info\":{\"order_id\":3705115058471208928,\"pay_time\":1658509200}}",
            Write(order, DataFormat.Json),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "\"order_info\":{\"order_id\":\"3705115058471208928\",\"pay_time\":\"1658509200\"}}",
            Write(order.WithNumbersAsText(), DataFormat.Json),
            StringComparison.Ordinal);
        Assert.Contains("\"CreateTime\":1700000000,", Write(order.WithNumbersAsText(), DataFormat.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_repeats_its_element_in_xml_and_texts_stay_apart_from_markup()
    {
        var message = PushedMessage.Event("e").With("list", JsonNode.Parse("""{"item":[{"a":"]]>"},{"a":2}],"none":[],"flag":true}"""));

        Assert.EndsWith(
            "<list><item><a><![CDATA[]]]]><![CDATA[>]]></a></item><item><a>2</a></item><flag>true</flag></list>\n</xml>",
            Write(message, DataFormat.Xml),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_the_same_name_is_replaced()
    {
        var message = PushedMessage.Sample("channels_ec_order_new").With("order_info", new JsonObject { ["order_id"] = 9007199254740993 });

        Assert.EndsWith(
            "\"Event\":\"channels_ec_order_new\",\"order_info\":{\"order_id\":9007199254740993}}",
            Write(message, DataFormat.Json),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_a_sample_is_named() =>
        Assert.Contains(
            "'merry_christmas'",
            Assert.Throws<ArgumentException>(() => PushedMessage.Sample("merry_christmas")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shop_gets_them_as_encrypted_json(bool numbersAsText)
    {
        (Account.Format, Account.Encryption) = (DataFormat.Json, EncryptionMode.Safe);
        await using var gateway = await ScriptedGateway.StartAsync(ScriptedGateway.Answers("success"));
        Account.GatewayUrl = gateway.Url;
        var message = PushedMessage.Sample("channels_ec_aftersale_update");
        var result = await Simulator.PushAsync(Account.AppId, numbersAsText ? message.WithNumbersAsText() : message, Cancellation);

        var push = JsonNode.Parse(Assert.Single(gateway.Received).Body)!;
        var opened = new EnvelopeCipher(Key).Open((string)push["Encrypt"]!);
        Assert.Equal((result.Message, Account.AppId), (opened.Message, opened.ReceiverId));
        Assert.Contains(
            numbersAsText ? "\"order_id\":\"3705115058471208928\"" : "\"order_id\":3705115058471208928",
            opened.Message,
            StringComparison.Ordinal);
        Assert.True(result.IsAnswered);
    }

    private static IEnumerable<string> LeavesOf(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => LeavesOf(member.Value)),
        JsonArray items => items.SelectMany(LeavesOf),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.ToString()],
        _ => [node!.ToJsonString()],
    };

    private static string Write(PushedMessage message, DataFormat format) =>
        MessageWriter.Write(
            message,
            new PushIdentity("wx1", "gh_1", "t", null, format, EncryptionMode.Plaintext),
            DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)).Text;
}
