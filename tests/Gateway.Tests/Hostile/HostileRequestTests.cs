using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// HTTP that two programs in a row could read differently, so that one of them takes a body for a request: the gateway reads it in one way
/// or not at all.
/// </summary>
public sealed class HostileRequestTests(HostileRig rig) : IClassFixture<HostileRig>
{
    private static readonly string[] OfTheConnection =
        ["Connection", "Upgrade", "HTTP2-Settings", "Transfer-Encoding", "Expect", "Trailer", "TE", "Keep-Alive", "Proxy-Connection",
            "Sec-WebSocket-Accept"];

    public static TheoryData<string, string> Refused() => Table(HostileRequests.Refused);

    public static TheoryData<string, string> BadChunks() => Table(HostileRequests.BadChunks);

    public static TheoryData<string, string> Taken() => Table(HostileRequests.Taken);

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_can_be_read_in_two_ways_is_refused_and_nothing_after_it_is_read(string name, string request)
    {
        var calls = rig.Backend.Calls.Count;
        var pushes = rig.Outcomes.Of(HostileRig.Plain);

        var answers = await rig.SendAsync(request + HostileRequests.Smuggled());

        Assert.True(answers.Statuses is [>= 400 and < 506] or [], $"{name}: {answers.Text}");
        Assert.Equal(calls, rig.Backend.Calls.Count);
        Assert.Equal(pushes, rig.Outcomes.Of(HostileRig.Plain));
        await rig.IsUnharmedAsync();
    }

    [Theory]
    [MemberData(nameof(BadChunks), DisableDiscoveryEnumeration = true)]
    public async Task A_push_in_chunks_that_are_none_ends_there(string name, string request)
    {
        var calls = rig.Backend.Calls.Count;
        var abandoned = rig.Outcomes[HostileRig.Plain, "Abandoned"];
        var pushes = rig.Outcomes.Of(HostileRig.Plain);

        var answers = await rig.SendAsync(request + HostileRequests.Smuggled());

        Assert.True(answers.Statuses is [400 or 413], $"{name}: {answers.Text}");
        Assert.Equal(calls, rig.Backend.Calls.Count);
        await Eventually.HoldsAsync(
            () => rig.Outcomes.Of(HostileRig.Plain) == pushes + 1, "the push was counted", TestContext.Current.CancellationToken);
        Assert.InRange(rig.Outcomes[HostileRig.Plain, "Abandoned"], abandoned, abandoned + 1);
        await rig.IsUnharmedAsync();
    }

    [Theory]
    [MemberData(nameof(Taken), DisableDiscoveryEnumeration = true)]
    public async Task What_is_odd_but_plain_is_one_push_and_the_next_one_is_another(string name, string request)
    {
        var calls = rig.Backend.Calls.Count;

        var answers = await rig.SendAsync(request + HostileRequests.Smuggled().Replace(
            "\r\nContent-Length", "\r\nConnection: close\r\nContent-Length", StringComparison.Ordinal));

        Assert.True(answers.Statuses.Where(status => status != 100).ToArray() is [200, 200], $"{name}: {answers.Text}");
        var call = rig.Backend.Calls[calls];
        Assert.Equal("/msg/text", call.Path);
        Assert.Equal(HostileRig.Plain, call.Headers["X-WeChat-Service"].ToString());
        Assert.DoesNotContain(call.Headers, header => header.Value.ToString().Contains("forged", StringComparison.Ordinal));
        Assert.DoesNotContain(call.Headers.Keys, header => OfTheConnection.Contains(header, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(new Uri(rig.Backend.Address).Authority, call.Headers.Host.ToString());
        await rig.IsUnharmedAsync();
    }

    [Fact]
    public async Task A_length_beside_chunks_counts_for_nothing_and_the_connection_ends_there()
    {
        var calls = rig.Backend.Calls.Count;

        // RFC 9112, 6.1: whoever takes such a request must close the connection after it.
        var answers = await rig.SendAsync(HostileRequests.LengthAndChunks() + HostileRequests.Smuggled());

        Assert.Equal([200], answers.Statuses);
        Assert.Contains("Connection: close", answers.Text, StringComparison.Ordinal);
        Assert.Contains("chunked", rig.Backend.Calls[calls].Text, StringComparison.Ordinal);
        await rig.IsUnharmedAsync();
    }

    private static TheoryData<string, string> Table(IEnumerable<(string Name, string Request)> cases)
    {
        var table = new TheoryData<string, string>();
        foreach (var (name, request) in cases)
        {
            table.Add(name, request);
        }

        return table;
    }
}
