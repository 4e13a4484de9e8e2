using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Certificates;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>What a phone sends below <c>/app</c> reaches the backend as it is.</summary>
[CollectionDefinition(nameof(ForwardingTests), DisableParallelization = true)]
[Collection(nameof(ForwardingTests))]
public sealed class ForwardingTests(Forwarding one) : IClassFixture<Forwarding>
{
    private const long Gigabyte = 1024L * 1024 * 1024;
    private const int MuchLess = 48 * 1024 * 1024;

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/app/a/b?c", "/a/b?c")]
    [InlineData("/app", "/")]
    [InlineData("/app/", "/")]
    [InlineData("/app?x=1", "/?x=1")]
    [InlineData("/app/a%2Fb/c%2fd", "/a%2Fb/c%2fd")]
    [InlineData("/app/a%252Fb", "/a%252Fb")]
    [InlineData("/app/%E5%B0%8F?q=%E6%98%8E", "/%E5%B0%8F?q=%E6%98%8E")]
    [InlineData("/app/a%20b+c", "/a%20b+c")]
    [InlineData("/app/a//b/", "/a//b/")]
    [InlineData("/app/a;b=c/@:!$&'()*,=~", "/a;b=c/@:!$&'()*,=~")]
    [InlineData("/app/a%25b", "/a%25b")]
    [InlineData("/app/x/../y", "/y")]
    [InlineData("/APP/a", "/a")]
    public async Task The_path_reaches_the_backend_as_it_was_written(string sent, string received)
    {
        var rig = one.Rig;

        var answer = await RawAsync(
            rig.Gateway.Address, $"GET {sent} HTTP/1.1\r\nHost: a\r\nUser-App: {LoginRig.App}\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\n{received}  0 HTTP/1.1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_of_the_backends_own_address_comes_first()
    {
        await using var rig = await LoginRig.StartAsync(("Services:mini:Login:Backend", $"{one.Backend.Address}/base"));

        using var response = await rig.SendAsync(HttpMethod.Get, "/app/a%2Fb?c=1");

        Assert.StartsWith("/base/a%2Fb?c=1 ", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_written_route_leaves_the_path_as_it_is_too()
    {
        await using var rig = await LoginRig.StartAsync(
            ("ReverseProxy:Routes:mine:Match:Path", "/mine/{**rest}"),
            ("ReverseProxy:Routes:mine:ClusterId", "mine"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Exchange", "login"),
            ("ReverseProxy:Routes:mine:Metadata:WeChat.Login", "optional"),
            ("ReverseProxy:Clusters:mine:Destinations:one:Address", one.Backend.Address));

        using var response = await rig.SendAsync(HttpMethod.Get, "/mine/a%2Fb?c=%2F");

        Assert.StartsWith("/mine/a%2Fb?c=%2F ", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_websocket_is_forwarded_with_the_headers_of_the_user_only()
    {
        var rig = one.Rig;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("User-App", LoginRig.App);
        socket.Options.SetRequestHeader("User-Token", await rig.LogInAsync());
        socket.Options.SetRequestHeader("user_openid", "forged");

        await socket.ConnectAsync(new Uri($"ws://{rig.Gateway.Address.Authority}/app/talk"), Cancelled);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        var buffer = new byte[256];
        var received = await socket.ReceiveAsync(buffer, Cancelled);

        Assert.Equal("/talk o-x hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Cancelled);
    }

    [Theory]
    [InlineData("/app/a%2Fb", "/a%2Fb")]
    [InlineData("/app/a HTTP/1.0", "/a%20HTTP/1.0")]
    [InlineData("/app/a?b=c d\te", "/a?b=c%20d%09e")]
    [InlineData("/app/a/./b?c d", "/a/b?c%20d")]
    public async Task A_phone_that_speaks_HTTP_2_gets_the_same(string sent, string received)
    {
        using var workplace = new Workplace();
        using var certificate = TestCertificate.Create("wx.example.com");
        File.WriteAllText(Path.Combine(workplace.Folder, "cert.pem"), certificate.Pem);
        File.WriteAllText(Path.Combine(workplace.Folder, "key.pem"), certificate.KeyPem);
        await using var rig = await LoginRig.StartAsync(
            ("Urls", "https://127.0.0.1:0;http://127.0.0.1:0"),
            ("Certificates:Default:Path", Path.Combine(workplace.Folder, "cert.pem")),
            ("Certificates:Default:KeyPath", Path.Combine(workplace.Folder, "key.pem")),
            ("Services:mini:Login:Backend", one.Backend.Address));
        using var phone = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback
                    = (_, shown, _, _) => shown?.GetCertHashString() == certificate.Certificate.GetCertHashString(),
            },
        });
        var address = rig.Gateway.Address.AbsoluteUri.TrimEnd('/') + sent;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, AsItIs))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("12345"),
        };
        request.Headers.Add("User-App", LoginRig.App);
        request.Headers.TryAddWithoutValidation("user-openid", "forged");
        request.Headers.TryAddWithoutValidation("USER_ID", "forged");

        using var response = await phone.SendAsync(request, Cancelled);

        Assert.Equal($"{received}  5 HTTP/1.1", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_gigabyte_takes_no_memory()
    {
        var rig = one.Rig;
        using var small = await rig.SendAsync(HttpMethod.Post, "/app/upload", body: new StreamContent(new EmptySpace(1024)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        using var watch = new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 20);

        using var response = await rig.SendAsync(HttpMethod.Post, "/app/upload", body: new StreamContent(new EmptySpace(Gigabyte)));

        Assert.Equal($"/upload  {Gigabyte} HTTP/1.1", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.InRange(peak - before, long.MinValue, MuchLess);
    }

    private static async Task<string> RawAsync(Uri address, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, Cancelled);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancelled);
    }

    /// <summary>So many bytes, of which nobody cares what they are.</summary>
    private sealed class EmptySpace(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Take(count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => ValueTask.FromResult(Take(buffer.Length));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(int count)
        {
            var taken = (int)Math.Min(count, _left);
            _left -= taken;
            return taken;
        }
    }
}
