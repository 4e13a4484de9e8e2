using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>Paths as clients write them, byte for byte: what WeChat gets is one API, or nothing.</summary>
public sealed class CalledPathTests : IAsyncLifetime
{
    private WireRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await WireRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/wxapi/shop/cgi-bin/menu/get", "/base/cgi-bin/menu/get")]
    [InlineData("/wxapi/shop//cgi-bin/menu/get", "/base/cgi-bin/menu/get")]
    [InlineData("/wxapi/shop///cgi-bin//menu////get", "/base/cgi-bin/menu/get")]
    [InlineData("/wxapi/shop//cgi-bin/menu/get//", "/base/cgi-bin/menu/get/")]
    [InlineData("/wxapi/shop/cgi-bin/menu/../menu/get", "/base/cgi-bin/menu/get")]
    [InlineData("/wxapi/shop/./cgi-bin/%2e/menu/get", "/base/cgi-bin/menu/get")]
    [InlineData("/wxapi/shop/%63gi-bin/menu/get", "/base/cgi-bin/menu/get")]
    public async Task A_path_that_can_be_read_in_one_way_is_read_so(string target, string path)
    {
        Assert.StartsWith("HTTP/1.1 200", await SendAsync(target), StringComparison.Ordinal);

        Assert.Equal((path, $"?access_token={WireRig.Token}-1"), (Assert.Single(_rig.Calls).Path, _rig.Calls[0].Query));
    }

    [Theory]
    [InlineData("/wxapi/shop/cgi-bin%2Fmenu/get")]
    [InlineData("/wxapi/shop/%2fcgi-bin/menu/get")]
    [InlineData("/wxapi/shop/sns%2Fuserinfo?access_token=U")]
    [InlineData("/wxapi/shop/cgi-bin%5Cmenu")]
    [InlineData("/wxapi/shop/cgi-bin\\menu")]
    [InlineData("/wxapi/shop/cgi-bin/%252e%252e/%252e%252e/x")]
    [InlineData("/wxapi/shop/cgi-bin/..%2f..%2fx")]
    [InlineData("/wxapi/shop/cgi-bin/..;/x")]
    [InlineData("/wxapi/shop/cgi-bin/..%3Ba/x")]
    [InlineData("/wxapi/shop/cgi-bin/x%252Fy")]
    [InlineData("/wxapi/shop/cgi-bin/x%25")]
    [InlineData("/wxapi/shop/cgi-bin/x%0Ay")]
    [InlineData("/wxapi/shop/cgi-bin/x%7Fy")]
    public async Task A_path_that_can_be_read_in_two_ways_is_refused(string target)
    {
        var answer = await SendAsync(target);

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("-70400", answer, StringComparison.Ordinal);
        Assert.Empty(_rig.WeChat.Calls);
    }

    [Theory]
    [InlineData("/wxapi/shop/cgi-bin/../../bare/cgi-bin/menu/get", "HTTP/1.1 503")]
    [InlineData("/wxapi/shop/../../tokens", "HTTP/1.1 404")]
    [InlineData("/wxapi//shop/cgi-bin/menu/get", "HTTP/1.1 404")]
    public async Task Dots_lead_where_a_caller_could_go_directly(string target, string status)
    {
        Assert.StartsWith(status, await SendAsync(target), StringComparison.Ordinal);
        Assert.Empty(_rig.Calls);
    }

    [Theory]
    [InlineData("/wxapi/shop//sns/userinfo?access_token=U")]
    [InlineData("/wxapi/shop/cgi-bin/../sns/userinfo?access_token=U")]
    [InlineData("/wxapi/shop/%73ns//userinfo?access_token=U")]
    public async Task A_users_token_is_known_by_its_path_however_that_is_written(string target)
    {
        await SendAsync(target);

        Assert.Equal(("/base/sns/userinfo", "?access_token=U"), (Assert.Single(_rig.Calls).Path, _rig.Calls[0].Query));
    }

    // No client of .NET's sends a path as it is given.
    private async Task<string> SendAsync(string target)
    {
        var (address, cancelled) = (_rig.Gateway.InternalAddress, TestContext.Current.CancellationToken);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancelled);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), cancelled);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancelled);
    }
}
