using System.Net;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Gateway.Tests.Access;

/// <summary>
/// On a socket for both IPv4 and IPv6 an IPv4 address looks like <c>::ffff:127.0.0.1</c>: nobody is to see, or to be told apart by,
/// that.
/// </summary>
public sealed class MappedAddressTests
{
    private const string Client = "198.51.100.7";

    [Theory]
    [InlineData("", "", "127.0.0.1")]
    [InlineData("127.0.0.1", Client, Client)]
    [InlineData("127.0.0.0/8", "::ffff:" + Client, Client)]
    [InlineData("::ffff:127.0.0.1", "6.6.6.6, ::FFFF:198.51.100.7", Client)]
    [InlineData("127.0.0.1", "[::ffff:198.51.100.7]:4711", Client)]
    [InlineData("127.0.0.1", "2001:db8::1", "2001:db8::1")]
    public async Task A_backend_sees_the_address_as_everybody_writes_it(string proxy, string forwardedFor, string seen)
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        using var logs = new CollectedLogs();
        await using var gateway = await StartAsync(
            backend,
            logs,
            proxy.Length > 0 ? ("Gateway:KnownProxies:0", proxy) : ("Gateway:PublicUrl", null));

        await AskAsync(gateway, "/site", forwardedFor);
        var push = SignedPush.Plaintext(SignedPush.Text("hi"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post, Url(gateway, "/plain?" + push.Query))
        { Content = new ByteArrayContent(push.Body) };
        Forward(request, forwardedFor);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, backend.Calls.Count);
        Assert.All(backend.Calls, call => Assert.Equal(seen, call.Headers["X-Forwarded-For"].ToString()));
        Assert.All(
            backend.Calls,
            call => Assert.DoesNotContain(
                call.Headers, header => header.Value.ToString().Contains("::ffff:", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Refusals_name_the_address_as_everybody_writes_it()
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        using var logs = new CollectedLogs();
        await using var gateway = await StartAsync(
            backend,
            logs,
            ("Gateway:Limits:RequestsPerSecondPerClient", "1"),
            ("Gateway:Limits:BurstSeconds", "1"),
            ("Gateway:EndpointsOnPublicListener", "true"),
            ("Gateway:InternalApiKeys:crm", "sha256:" + new string('0', 64)));

        await AskAsync(gateway, "/qr", "");
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => AskAsync(gateway, "/nothing", "")));

        Assert.Contains(
            logs.Lines,
            line => line.StartsWith("Information RefusedOutside", StringComparison.Ordinal)
                && line.Contains("'127.0.0.1'", StringComparison.Ordinal));
        Assert.Contains(
            logs.Lines,
            line => line.StartsWith("Warning Refused", StringComparison.Ordinal) && line.Contains("'127.0.0.1'", StringComparison.Ordinal));
        Assert.DoesNotContain(
            logs.Lines,
            line => line.Contains("::ffff:127.0.0.1", StringComparison.Ordinal)
                && !line.Contains("Now listening", StringComparison.Ordinal));
    }

    private static Task<RunningGateway> StartAsync(
        ScriptedBackend backend,
        CollectedLogs logs,
        params (string Key, string? Value)[] settings)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:Urls"] = "http://[::]:0",
            ["Gateway:Services:plain:AppId"] = SignedPush.AppId,
            ["Gateway:Services:plain:Token"] = SignedPush.Token,
            ["Gateway:Services:plain:MessagePath"] = "/plain",
            ["Gateway:Services:plain:MessageBackend"] = backend.Address,
            ["ReverseProxy:Routes:site:ClusterId"] = "plain.message",
            ["ReverseProxy:Routes:site:Match:Path"] = "/site",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        return RunningGateway.StartAsync(configuration, logs, TestContext.Current.CancellationToken);
    }

    // By IPv4, to the socket for both.
    private static Uri Url(RunningGateway gateway, string path) => new($"http://127.0.0.1:{gateway.Address.Port}{path}");

    private static void Forward(HttpRequestMessage request, string forwardedFor)
    {
        if (forwardedFor.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        }
    }

    private static async Task AskAsync(RunningGateway gateway, string path, string forwardedFor)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Url(gateway, path));
        Forward(request, forwardedFor);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
