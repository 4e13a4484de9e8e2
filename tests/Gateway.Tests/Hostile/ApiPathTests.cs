namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Paths by which a caller would lead an API call, and the token with it, away from WeChat or out of its place: each is a path at WeChat,
/// or nothing.
/// </summary>
public sealed class ApiPathTests : IAsyncLifetime
{
    private HostileRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await HostileRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/wxapi/plain/cgi-bin/x", "/cgi-bin/x")]
    [InlineData("/wxapi/plain/../../nowhere", null)]
    [InlineData("/wxapi/plain/%2e%2e/%2e%2e/nowhere", null)]
    [InlineData("/wxapi/plain/cgi-bin/../../../nowhere", null)]
    [InlineData("/wxapi/plain//TRAP/x", "/TRAP/x")]
    [InlineData("/wxapi/plain/http://TRAP/x", "/http:/TRAP/x")]
    [InlineData("/wxapi/plain/@TRAP/x", "/@TRAP/x")]
    [InlineData("/wxapi/plain@TRAP/x", null)]
    [InlineData("/wxapi/plain:80@TRAP/x", null)]
    [InlineData("/wxapi/plain%2fx", null)]
    [InlineData("/wxapi//plain/x", null)]
    [InlineData("/wxapi/unknown/x", null)]
    [InlineData("http://TRAP/wxapi/plain/x", "/x")]
    public async Task A_path_leads_to_WeChat_or_nowhere(string target, string? path)
    {
        var trap = new Uri(_rig.Trap.Address).Authority;
        target = target.Replace("TRAP", trap, StringComparison.Ordinal);
        var host = target.StartsWith("http:", StringComparison.Ordinal) ? trap : "localhost";

        var answers = await _rig.SendAsync(System.Text.Encoding.ASCII.GetBytes(
            $"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), _rig.Gateway.InternalAddress);

        Assert.Empty(_rig.Trap.Calls);
        Assert.Empty(_rig.Backend.Calls);
        var calls = _rig.WeChat.Calls.Where(call => call.Path != "/cgi-bin/stable_token").Select(call => call.Path).ToArray();
        if (path is null)
        {
            Assert.Equal([404], answers.Statuses);
            Assert.Empty(calls);
        }
        else
        {
            Assert.Equal([200], answers.Statuses);
            Assert.Equal([path.Replace("TRAP", trap, StringComparison.Ordinal)], calls, StringComparer.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("TOKEN-of-the-account", answers.Text + _rig.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cgi-bin%2f..%2f..%2fnowhere")]
    [InlineData("%2f%2fTRAP/x")]
    [InlineData("\\\\TRAP\\x")]
    [InlineData("%5c%5cTRAP%5cx")]
    [InlineData("%252e%252e/%252e%252e/x")]
    [InlineData("x%0d%0aX-Evil:%20y")]
    public async Task A_path_that_WeChat_could_read_otherwise_leads_nowhere(string rest)
    {
        var trap = new Uri(_rig.Trap.Address).Authority;

        var request = $"GET /wxapi/plain/{rest} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".Replace(
            "TRAP", trap, StringComparison.Ordinal);

        var answers = await _rig.SendAsync(System.Text.Encoding.ASCII.GetBytes(request), _rig.Gateway.InternalAddress);

        Assert.Equal([400], answers.Statuses);
        Assert.Empty(_rig.Trap.Calls);
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("x%23y")]
    [InlineData("x%3faccess_token=evil")]
    [InlineData("x?access_token=evil&access%5ftoken=evil&ACCESS_TOKEN=evil&%61ccess_token=evil")]
    public async Task Whatever_it_is_it_stays_at_WeChat_with_one_token(string rest)
    {
        var trap = new Uri(_rig.Trap.Address).Authority;

        await _rig.SendAsync(
            System.Text.Encoding.ASCII.GetBytes(
                $"GET /wxapi/plain/{rest.Replace("TRAP", trap, StringComparison.Ordinal)} HTTP/1.1\r\nHost: localhost\r\nConnection: " +
                    $"close\r\n\r\n"), _rig.Gateway.InternalAddress);

        Assert.Empty(_rig.Trap.Calls);
        var call = Assert.Single(_rig.WeChat.Calls, call => call.Path != "/cgi-bin/stable_token");
        Assert.Equal("?access_token=TOKEN-of-the-account", call.Query);
        Assert.Equal(new Uri(_rig.WeChat.Address).Authority, call.Headers.Host.ToString());
        Assert.False(call.Headers.ContainsKey("X-Evil"));
    }
}
