using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Conformance.Shops;

/// <summary>Every event that WeChat sends shops, in JSON and safe mode, with ids above 2^53 as numbers and as texts.</summary>
public sealed class ShopTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string> Names() => new(ShopEvent.All.Select(group => group.Key));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_event_reaches_the_backend_to_the_digit_and_once(string name)
    {
        _rig.Backend.Answers("""{"msg":"seen 😀"}""");
        foreach (var push in ShopEvent.All[name])
        {
            var before = _rig.Backend.Calls.Count;

            var first = await _rig.PushAsync(TestRig.Json, PushedMessage.Raw(push.Push));
            var second = await _rig.PushAsync(TestRig.Json, PushedMessage.Raw(push.Push));

            IsSealedReply(first);
            IsSealedReply(second);
            var call = Assert.Single(_rig.Backend.Calls.Skip(before));
            Assert.Equal("/event/" + name, call.Path);
            HasEveryField(push.Json, call);
        }

        Assert.Equal(0, _rig.WeChat.Calls.Count(ApiPath.UserInfo));
        Assert.Equal(0, _rig.WeChat.Calls.TokenRequests(TestRig.Json));
    }

    [Theory]
    [InlineData("channels_ec_", 35)]
    [InlineData("product_", 5)]
    [InlineData("dropship_order_", 3)]
    [InlineData("head_supplier_item_update", 1)]
    [InlineData("ewaybill_push_path", 1)]
    [InlineData("cooperation_shop_order", 1)]
    [InlineData("set_shop_nickname", 1)]
    [InlineData("qrcode_status", 1)]
    public void No_event_of_a_family_is_missing(string family, int count)
        => Assert.Equal(count, ShopEvent.All.Count(group => group.Key.StartsWith(family, StringComparison.Ordinal)));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("18446744073709551615")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.10")]
    [InlineData("-0")]
    [InlineData("1E+2")]
    public async Task A_number_stays_as_it_was_written(string number)
    {
        await _rig.PushAsync(TestRig.Json, PushedMessage.Raw(
            $$$"""{"FromUserName":"o1","CreateTime":1,"MsgType":"event","Event":"channels_ec_order_new","order_id":{{{number}}},"order_info":{"order_id":{{{number}}},"all":[{{{number}}}]}}"""));

        var json = _rig.Backend.OnlyCall.Json;
        Assert.Equal(number, json.GetProperty("order_id").GetRawText());
        Assert.Equal(number, json.GetProperty("order_info").GetProperty("order_id").GetRawText());
        Assert.Equal(number, json.GetProperty("order_info").GetProperty("all")[0].GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"success"}""")]
    [InlineData("""{"msg":"success"}""")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("success")]
    public async Task A_backend_with_nothing_to_say_costs_no_envelope(string answer)
    {
        _rig.Backend.Answers(answer);

        var result = await _rig.PushAsync(TestRig.Json, PushedMessage.Raw(ShopEvent.All["channels_ec_order_pay"].First().Push));

        Assert.Equal("success", result.Last.Body);
        Assert.Equal("text/plain; charset=utf-8", result.Last.Headers["Content-Type"]);
    }

    private static void IsSealedReply(PushResult result)
    {
        Assert.True(result.IsAnswered, result.Last.Problem);
        Assert.True(result.Reply?.IsSealed);
        Assert.Equal("application/json", result.Last.Headers["Content-Type"]);
        Assert.Equal("oUser1", result.Reply?["ToUserName"]);
        Assert.Equal("gh_shop", result.Reply?["FromUserName"]);
        Assert.Equal("seen 😀", result.Reply?["Content"]);
    }

    /// <summary>Compares the texts of the JSON, so that no digit and no type may change; only the time is always a number.</summary>
    private static void HasEveryField(JsonElement push, BackendCall call)
        => Assert.Equal(
            push.EnumerateObject().Select(
                field => (field.Name, field.Name == "CreateTime" ? field.Value.ToString() : field.Value.GetRawText())),
            call.Json.EnumerateObject().Select(field => (field.Name, field.Value.GetRawText())));
}
