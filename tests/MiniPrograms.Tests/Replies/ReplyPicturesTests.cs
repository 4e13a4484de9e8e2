using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WxYarpGateway.MiniPrograms.Replies;

namespace WxYarpGateway.MiniPrograms.Tests.Replies;

/// <summary>Fetching pictures from a server that answers as it likes.</summary>
public sealed class ReplyPicturesTests : IAsyncDisposable
{
    private const string Host = "pictures.example";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];
    private readonly Task _serving;
    private byte[] _answer = Answer("200 OK", Png);

    public ReplyPicturesTests()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private string Allowed => $"{Host}:{Port}";

    [Fact]
    public async Task A_picture_of_a_host_of_the_list_is_fetched()
    {
        var picture = await FetchAsync($"http://{Allowed}/a?b=1");

        Assert.Equal(("image/png", true), (picture.ContentType, picture.Bytes.AsSpan().SequenceEqual(Png)));
        Assert.StartsWith("GET /a?b=1 ", Assert.Single(_requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://other.example:{0}/")]
    [InlineData("http://pictures.example/")]
    [InlineData("http://pictures.example.evil.example:{0}/")]
    [InlineData("http://pictures.example:{0}@evil.example/")]
    [InlineData("http://user:password@pictures.example:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://pictures.example:{0}/")]
    [InlineData("http://")]
    public async Task Any_other_address_is_refused_without_a_connection(string address)
    {
        await RefusedAsync(string.Format(CultureInfo.InvariantCulture, address, Port));

        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8", "127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_of_a_private_address_is_refused_before_the_connection(params string[] addresses)
    {
        var network = new PictureNetwork { Resolve = (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)) };

        var refused = await RefusedAsync($"http://{Allowed}/", network);

        Assert.Contains("address", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task A_name_that_changes_is_asked_for_once_and_the_checked_address_is_connected_to()
    {
        var asked = 0;
        var network = new PictureNetwork
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254")]),
            IsAllowed = IPAddress.Loopback.Equals,
        };

        var picture = await FetchAsync($"http://{Allowed}/", network);

        Assert.Equal((1, "image/png"), (asked, picture.ContentType));
    }

    [Theory]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1/secret")]
    [InlineData("404 Not Found")]
    [InlineData("206 Partial Content")]
    public async Task Redirects_and_errors_are_refused(string status)
    {
        _answer = Answer(status, Png);

        await RefusedAsync($"http://{Allowed}/");

        Assert.Single(_requests);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        _answer = Answer("200 OK\r\nContent-Type: image/png", "root:x:0:0"u8.ToArray());

        await RefusedAsync($"http://{Allowed}/");
    }

    [Fact]
    public async Task More_than_10_MiB_is_refused_announced_or_not()
    {
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {ReplyPictures.Largest + 1}\r\n\r\n");
        var announced = await RefusedAsync($"http://{Allowed}/");

        _answer = [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Png, .. new byte[ReplyPictures.Largest]];
        var unannounced = await RefusedAsync($"http://{Allowed}/");

        Assert.Contains("10 MiB", announced.Message, StringComparison.Ordinal);
        Assert.Contains("10 MiB", unannounced.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_becomes_a_form_as_WeChat_reads_it()
    {
        var form = PictureForm.Of(Picture.Of(Png)!);
        using var read = new MemoryStream();
        await form.Body.CopyToAsync(read, Cancelled);
        var text = Encoding.Latin1.GetString(read.ToArray());
        var boundary = form.ContentType.Parameters.Single().Value;

        Assert.Equal($"multipart/form-data; boundary={boundary}", form.ContentType.ToString());
        Assert.Equal(form.Length, read.Length);
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"picture.png\"\r\nContent-Type: image/png\r\n\r\n"
            + Encoding.Latin1.GetString(Png) + $"\r\n--{boundary}--\r\n",
            text);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private static byte[] Answer(string status, byte[] body)
        => [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    private async Task<Picture> FetchAsync(string address, PictureNetwork? network = null)
    {
        using var pictures = new ReplyPictures(network ?? new PictureNetwork
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            IsAllowed = IPAddress.Loopback.Equals,
        });
        return await pictures.FetchAsync(address, [Allowed], Cancelled);
    }

    private Task<PictureRefusedException> RefusedAsync(string address, PictureNetwork? network = null)
        => Assert.ThrowsAsync<PictureRefusedException>(() => FetchAsync(address, network));

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var buffer = new byte[4096];
                var read = await client.GetStream().ReadAsync(buffer, Cancelled);
                _requests.Add(Encoding.ASCII.GetString(buffer, 0, read));
                await client.GetStream().WriteAsync(_answer, Cancelled);
            }
            catch (IOException)
            {
                // The client has heard enough.
            }
            catch (Exception e) when (e is SocketException or InvalidOperationException or OperationCanceledException)
            {
                return;
            }
        }
    }
}
