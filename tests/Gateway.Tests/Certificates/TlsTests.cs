using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Certificates;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Certificates;

#pragma warning disable SYSLIB0039, CA5397 // Which versions of TLS are spoken, old ones too, is what is tested.
/// <summary>The public listener with TLS of its own.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly Workplace _workplace = new();
    private readonly TestCertificate _first = TestCertificate.Create("wx.example.com");
    private readonly TestCertificate _second = TestCertificate.Create("wx.example.com", isRsa: true);
    private readonly CollectedLogs _logs = new();
    private readonly List<string> _handshakes = [];
    private ScriptedBackend _backend = null!;
    private RunningGateway? _gateway;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private int Port => _gateway!.Address.Port;

    public async ValueTask InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync(Cancelled);
        _backend.Answers("""{"msg":"hello"}""");
        Write("cert.pem", _first.Pem);
        Write("key.pem", _first.KeyPem);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _backend.DisposeAsync();
        _workplace.Dispose();
        _first.Dispose();
        _second.Dispose();
        _logs.Dispose();
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task A_push_is_answered_over_TLS_in_either_version_of_HTTP(string version)
    {
        await StartAsync();
        using var http = Client();
        for (var number = 0; number < 3; number++)
        {
            var push = SignedPush.Encrypted(SignedPush.Text("hi"));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://wx.example.com:{Port}/wx?{push.Query}"))
            {
                Content = new ByteArrayContent(push.Body),
                Version = Version.Parse(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };

            using var answer = await http.SendAsync(request, Cancelled);

            Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
            Assert.Contains("<Encrypt>", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        Assert.Equal(3, _backend.Calls.Count);
        Assert.All(_backend.Calls, call => Assert.Equal("https", call.Headers["X-Forwarded-Proto"].ToString()));
    }

    [Fact]
    public async Task Each_host_gets_its_own_certificate()
    {
        using var wildcard = TestCertificate.Create("*.example.com");
        using var shop = TestCertificate.Create("shop.example.com");
        Write("wildcard.pem", wildcard.Pem + wildcard.KeyPem);
        File.WriteAllBytes(Path.Combine(_workplace.Folder, "shop.pfx"), shop.Pfx("hunter2"));
        await StartAsync(
            ("Gateway:Certificates:*.example.com:Path", PathOf("wildcard.pem")),
            ("Gateway:Certificates:shop.example.com:Path", PathOf("shop.pfx")),
            ("Gateway:Certificates:shop.example.com:Password", "hunter2"));

        Assert.Equal(shop.Certificate.Thumbprint, await ServedAsync("shop.example.com"));
        Assert.Equal(shop.Certificate.Thumbprint, await ServedAsync("SHOP.example.com"));
        Assert.Equal(wildcard.Certificate.Thumbprint, await ServedAsync("wx.example.com"));
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("a.b.example.com"));
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("example.com"));
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync(""));
        Assert.DoesNotContain("hunter2", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificates_of_the_issuers_are_sent_too()
    {
        using var root = TestCertificate.CreateAuthority("Test root");
        using var between = TestCertificate.CreateAuthority("Test issuer", root);
        using var certificate = TestCertificate.CreateBy(between, "wx.example.com");
        Write("cert.pem", certificate.Pem + between.Pem);
        Write("key.pem", certificate.KeyPem);
        await StartAsync();
        var isTrusted = false;
        using var http = Client((_, _, chain, _) =>
        {
            using var strict = new X509Chain();
            strict.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            strict.ChainPolicy.CustomTrustStore.Add(root.Certificate);
            strict.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            strict.ChainPolicy.ExtraStore.AddRange(chain!.ChainPolicy.ExtraStore);
            isTrusted = strict.Build(certificate.Certificate) && strict.ChainElements.Count == 3;
            return isTrusted;
        });

        using var answer = await http.GetAsync(new Uri($"https://wx.example.com:{Port}/"), Cancelled);

        Assert.True(isTrusted);
    }

    [Theory]
    [InlineData(SslProtocols.Tls, false)]
    [InlineData(SslProtocols.Tls11, false)]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
    public async Task Only_the_versions_of_TLS_that_hold_are_spoken(SslProtocols version, bool isSpoken)
    {
        await StartAsync();

        var spoken = SslProtocols.None;
        try
        {
            spoken = await ConnectAsync(version);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // Refused.
        }

        Assert.Equal(isSpoken ? version : SslProtocols.None, spoken);
    }

    [Fact]
    public async Task A_changed_certificate_is_served_and_connections_that_stand_go_on()
    {
        await StartAsync();
        using var http = Client();
        var address = new Uri($"https://wx.example.com:{Port}/");
        using var before = await http.GetAsync(address, Cancelled);

        // One after the other: in between, they do not belong together.
        Write("cert.pem", _second.Pem);
        await Eventually.HoldsAsync(
            () => _logs.Text.Contains("Error CertificateKept", StringComparison.Ordinal),
            "the half of the change was told",
            Cancelled);
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("wx.example.com"));
        Write("key.pem", _second.KeyPem);

        await Eventually.HoldsAsync(
            async () => await ServedAsync("wx.example.com") == _second.Certificate.Thumbprint,
            "the new one was served",
            Cancelled);
        using var after = await http.GetAsync(address, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
        Assert.Single(_handshakes);
    }

    [Fact]
    public async Task A_certificate_on_a_kubernetes_volume_is_read_when_its_links_are_swapped()
    {
        Write("volume/..1/tls.crt", _first.Pem);
        Write("volume/..1/tls.key", _first.KeyPem);
        Directory.CreateSymbolicLink(PathOf("volume/..data"), "..1");
        File.CreateSymbolicLink(PathOf("volume/tls.crt"), "..data/tls.crt");
        File.CreateSymbolicLink(PathOf("volume/tls.key"), "..data/tls.key");
        await StartAsync(
            ("Gateway:Certificates:Default:Path", PathOf("volume/tls.crt")),
            ("Gateway:Certificates:Default:KeyPath", PathOf("volume/tls.key")));
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("wx.example.com"));

        Write("volume/..2/tls.crt", _second.Pem);
        Write("volume/..2/tls.key", _second.KeyPem);
        await _workplace.SwapLinkAsync("volume/..data", "..2");
        Directory.Delete(PathOf("volume/..1"), recursive: true);

        await Eventually.HoldsAsync(
            async () => await ServedAsync("wx.example.com") == _second.Certificate.Thumbprint,
            "the new one was served",
            Cancelled);
        Assert.DoesNotContain("CertificateKept", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_leaves_the_last_good_one_in_use_and_shows()
    {
        await StartAsync();

        File.Delete(PathOf("key.pem"));

        await Eventually.HoldsAsync(
            async () => (await ReadyAsync()).GetProperty("status").GetString() == "degraded",
            "it was degraded",
            Cancelled);
        var ready = await ReadyAsync();
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("wx.example.com"));
        Assert.Contains(
            "KeyPath names",
            Assert.Single(ready.GetProperty("reasons").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
        Assert.Contains(
            "which is missing",
            ready.GetProperty("certificates").GetProperty("Default").GetProperty("error").GetString(),
            StringComparison.Ordinal);

        Write("key.pem", _first.KeyPem);
        await Eventually.HoldsAsync(
            async () => (await ReadyAsync()).GetProperty("status").GetString() == "ready",
            "it was ready",
            Cancelled);
    }

    [Theory]
    [InlineData(90, 90, "ready")]
    [InlineData(13, 90, "degraded")]
    [InlineData(4, 2, "ready")]
    [InlineData(1, 5, "degraded")]
    public async Task What_is_left_of_a_certificate_is_shown_and_its_end_is_told_in_time(int left, int age, string status)
    {
        using var certificate = TestCertificate.Create(
            "wx.example.com",
            TimeSpan.FromDays(left) + TimeSpan.FromHours(1),
            age: TimeSpan.FromDays(age));
        Write("cert.pem", certificate.Pem);
        Write("key.pem", certificate.KeyPem);
        await StartAsync();
        using var metrics = new CollectedMetrics(_gateway!.Meters);

        var ready = await ReadyAsync();

        Assert.Equal(status, ready.GetProperty("status").GetString());
        Assert.Equal(left, ready.GetProperty("certificates").GetProperty("Default").GetProperty("daysLeft").GetDouble());
        Assert.InRange(metrics.Observe()["wxgateway.certificates.days certificate=Default"], left, left + 0.1);
    }

    [Fact]
    public async Task Other_certificates_can_be_configured_while_it_runs()
    {
        var file = _workplace.Write("appsettings.json", Json("cert.pem", "key.pem"));
        Write("second.pem", _second.Pem + _second.KeyPem);
        _gateway = await RunningGateway.StartAsync(new() { ["Gateway:Urls"] = "https://127.0.0.1:0" }, Cancelled, file);
        Assert.Equal(_first.Certificate.Thumbprint, await ServedAsync("wx.example.com"));

        _workplace.Write("appsettings.json", Json("second.pem", ""));

        await Eventually.HoldsAsync(
            async () => await ServedAsync("wx.example.com") == _second.Certificate.Thumbprint,
            "the new one was served",
            Cancelled);
    }

    private string Json(string path, string keyPath)
        => $$"""{ "Gateway": { "Certificates": { "Default": { "Path": "{{PathOf(path)}}", "KeyPath": "{{(keyPath.Length > 0 ? PathOf(keyPath) : "")}}" } } } }""";

    private async Task StartAsync(params (string Key, string? Value)[] settings)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:Urls"] = "https://127.0.0.1:0",
            ["Gateway:Certificates:Default:Path"] = PathOf("cert.pem"),
            ["Gateway:Certificates:Default:KeyPath"] = PathOf("key.pem"),
            ["Gateway:Services:shop:AppId"] = SignedPush.AppId,
            ["Gateway:Services:shop:Token"] = SignedPush.Token,
            ["Gateway:Services:shop:EncodingAesKey"] = SignedPush.AesKey,
            ["Gateway:Services:shop:MessagePath"] = "/wx",
            ["Gateway:Services:shop:MessageBackend"] = _backend.Address,
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        _gateway = await RunningGateway.StartAsync(configuration, _logs, Cancelled);
    }

    private void Write(string name, string content) => _workplace.Write(name, content);

    private string PathOf(string name) => Path.Combine(_workplace.Folder, name);

    private async Task<JsonElement> ReadyAsync() => (await Calls.JsonAsync(_gateway!.InternalAddress, "/health/ready")).Json;

    private HttpClient Client(RemoteCertificateValidationCallback? validate = null) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            {
                _handshakes.Add(certificate!.GetCertHashString());
                return validate?.Invoke(sender, certificate, chain, errors) ?? true;
            },
        },
    });

    // Who it is that answers is looked at afterwards.
    private static bool Whoever(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        => certificate is not null;

    private async Task<string> ServedAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, Cancelled);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = Whoever },
            Cancelled);
        return stream.RemoteCertificate!.GetCertHashString();
    }

    private async Task<SslProtocols> ConnectAsync(SslProtocols version)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, Cancelled);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "wx.example.com",
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = Whoever
            }, Cancelled);

        // With TLS 1.3 the server may refuse after the client is done.
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Cancelled);
        return await stream.ReadAsync(new byte[100], Cancelled) > 0 ? stream.SslProtocol : SslProtocols.None;
    }
}
#pragma warning restore SYSLIB0039, CA5397
