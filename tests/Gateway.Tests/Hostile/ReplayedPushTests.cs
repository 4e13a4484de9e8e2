namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>Pushes that somebody recorded and sends again, as they were or changed, one by one or all at once.</summary>
public sealed class ReplayedPushTests(HostileRig rig) : IClassFixture<HostileRig>
{
    [Theory]
    [InlineData(HostileRig.Plain)]
    [InlineData(HostileRig.Safe)]
    [InlineData(HostileRig.Either)]
    public async Task A_recorded_push_reaches_the_backend_once_and_brings_the_same_answer(string service)
    {
        var push = service == HostileRig.Safe ? SignedPush.Encrypted(SignedPush.Text("hi")) : SignedPush.Plaintext(SignedPush.Text("hi"));
        var calls = rig.Backend.Calls.Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.SendAsync(push.To("/" + service, "Connection: close"))));

        Assert.All(answers, answer => Assert.Equal([200], answer.Statuses));
        Assert.Equal(calls + 1, rig.Backend.Calls.Count);
    }

    [Theory]
    [InlineData(HostileRig.Plain)]
    [InlineData(HostileRig.Either)]
    public async Task Its_signature_is_good_for_no_other_body_however_the_query_is_written(string service)
    {
        var push = SignedPush.Plaintext(SignedPush.Text("recorded"), nonce: "abc~1");
        Assert.Equal([200], (await rig.SendAsync(push.To("/" + service, "Connection: close"))).Statuses);
        var calls = rig.Backend.Calls.Count;

        foreach (var query in new[]
        {
            push.Query, push.Query + "&openid=o-other", string.Join('&', push.Query.Split('&').Reverse()),
                push.Query.Replace("~", "%7E", StringComparison.Ordinal),
            push.Query + "&nonce=other", push.Query + "&encrypt_type=raw", push.Query.Replace("abc", "%61%62%63", StringComparison.Ordinal),
                "&&" + push.Query + "&",
        })
        {
            var answers = await rig.SendAsync(
                (push with { Query = query, Body = SignedPush.Text(HostileRig.Mark) }).To("/" + service, "Connection: close"));
            Assert.Equal([403], answers.Statuses);
        }

        Assert.Equal(calls, rig.Backend.Calls.Count);
        await rig.IsUnharmedAsync();
    }

    [Fact]
    public async Task Fifty_pushes_in_one_packet_are_answered_in_their_order_each_as_it_deserves()
    {
        var calls = rig.Backend.Calls.Count;
        var packet = new List<byte>();
        for (var number = 0; number < 50; number++)
        {
            var push = SignedPush.Plaintext(number % 3 == 1 ? SignedPush.Utf8("<xml>") : SignedPush.Text($"{number}"));
            packet.AddRange((number % 3 == 2 ? push with { Query = "signature=forged" } : push).To(
                "/plain", number == 49 ? "Connection: close" : "X-A: b"));
        }

        var answers = await rig.SendAsync([.. packet]);

        Assert.Equal(Enumerable.Range(0, 50).Select(number => (number % 3) switch { 0 => 200, 1 => 400, _ => 403 }), answers.Statuses);
        Assert.Equal(Enumerable.Range(0, 50).Where(number => number % 3 == 0).Select(number => $"{number}"),
            rig.Backend.Calls.Skip(calls).Select(call => call.Json.GetProperty("Content").GetString()));
    }
}
