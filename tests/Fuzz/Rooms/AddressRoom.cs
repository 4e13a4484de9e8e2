using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.CallbackIps;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// Addresses, ranges of them, and what a known proxy says of its client: the client is the connection's, or one that a proxy named.
/// </summary>
internal sealed class AddressRoom : FuzzRoom
{
    private static readonly string[] Tokens =
    [
        "10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::/0", "::1", "::ffff:10.0.0.1", "::ffff:0.0.0.0/96", "2001:db8::/32", "fe80::1%eth0",
            "[::1]:80", "[", "]", ":", ".", "/", "/33", "/128", "/+8", "/08", "010.0.0.1", "0x0a.1", "10.1", "256.1.1.1",
        ",", ", ", ", ,", "unknown", "_hidden", "\"", "\r\n", "http", "https", "evil.example", "%", " ", "\t", "１", "::ffff:a00:1",
    ];

    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.9");

    private readonly ConfigurationHost _host = new("""{ "Gateway": { "KnownProxies": [ "10.0.0.0/8" ], "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");
    private readonly ClientAddressMiddleware _middleware;

    public AddressRoom()
    {
        var services = _host.Services;
        _middleware = new ClientAddressMiddleware(_ => Task.CompletedTask, services.GetRequiredService<Listener>(),
            services.GetRequiredService<MadeOfOptions<KnownProxies>>(), NullLoggerFactory.Instance);
    }

    public override string Name => "addresses";

    public override int Executions => 15_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override async ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var text = Encoding.UTF8.GetString(input);
        var parsed = meter.Of(text, static of => AddressRange.TryParse(of, out var read) ? read : (IPNetwork?)null);
        if (parsed is { } range)
        {
            Hold(text, range);
        }
        else
        {
            // What the framework writes itself is an address, or a range of all.
            Assert.False(IPNetwork.TryParse(text, out var theirs) && theirs.PrefixLength > 0 && theirs.ToString() == text
                && !theirs.BaseAddress.IsIPv4MappedToIPv6 && theirs.BaseAddress.ScopeId == 0, "A range is refused.");
        }

        if (text.Any(char.IsControl) || text.Contains('%', StringComparison.Ordinal))
        {
            // The server takes no header with the one; the other begins the name of a network card, and is another one on each machine.
            return parsed is not null;
        }

        await meter.Of((_middleware, text), static of => of._middleware.InvokeAsync(Request(of.text)));
        var request = Request(text);
        await _middleware.InvokeAsync(request);
        var client = request.Connection.RemoteIpAddress!;
        Assert.True(client.Equals(Proxy) || text.Split(',').Any(entry => Names(entry, client)), "A client that nobody named.");
        return parsed is not null || !client.Equals(Proxy);
    }

    protected override ValueTask CloseAsync() => _host.DisposeAsync();

    private static void Hold(string text, IPNetwork range)
    {
        Assert.True(range.PrefixLength > 0);
        Assert.True(
            range.Contains(AddressRange.Plain(IPAddress.Parse(text.Split('/')[0]))), "A range is without the address that it is made of.");
        Assert.True(AddressRange.TryParse(range.ToString(), out var again) && again.Equals(range), "A range is not read as it is written.");
        Assert.True(new AddressSet([range]).Contains(range.BaseAddress));
        Assert.True(new AddressSet([range]).Contains(range.BaseAddress.MapToIPv6()));
    }

    private static bool Names(string entry, IPAddress client)
        => IPEndPoint.TryParse(entry.Trim().Trim('"'), out var named)
            && (named.Address.Equals(client) || AddressRange.Plain(named.Address).Equals(client));

    private static DefaultHttpContext Request(string text)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = Proxy;
        context.Connection.LocalPort = 7080;
        context.Request.Scheme = "http";
        context.Request.Headers["X-Forwarded-For"] = text;
        context.Request.Headers["X-Forwarded-Proto"] = text;
        context.Request.Headers["X-Forwarded-Host"] = text;
        return context;
    }
}
