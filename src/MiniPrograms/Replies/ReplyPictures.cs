using System.Net;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>
/// Fetches pictures of replies: from hosts of a list, at addresses of the internet, without redirects, and not too large.
/// </summary>
internal sealed class ReplyPictures : IDisposable
{
    /// <summary>The largest picture that WeChat takes.</summary>
    /// <remarks>Source: developers.weixin.qq.com/miniprogram, 新增图片素材: 10M.</remarks>
    internal const int Largest = 10 * 1024 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client;

    public ReplyPictures(PictureNetwork network)
    {
        // A proxy would look names up by itself; cookies of one picture are none of another's.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = network.ConnectAsync,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(handler) { Timeout = TimeLimit, MaxResponseContentBufferSize = Largest };
    }

    /// <summary>Fetches a picture.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="hosts">The hosts that are allowed, each as <c>name</c> or <c>name:port</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="PictureRefusedException">It is not fetched.</exception>
    public async Task<Picture> FetchAsync(string address, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.UserInfo.Length > 0
            || !hosts.Any(host => IsAt(url, host)))
        {
            throw new PictureRefusedException("is not at a host of ReplyMediaHosts");
        }

        try
        {
            using var response = await _client.GetAsync(url, cancellationToken);
            var bytes = response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw new PictureRefusedException($"was answered with HTTP status {(int)response.StatusCode}");
            return Picture.Of(bytes) ?? throw new PictureRefusedException("is no JPEG, PNG or GIF");
        }
        catch (HttpRequestException e)
        {
            throw new PictureRefusedException(e.InnerException is PictureRefusedException refused ? refused.Message
                : e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? "is larger than 10 MiB"
                : $"cannot be fetched ({e.HttpRequestError})");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureRefusedException("did not come in time");
        }
    }

    private static bool IsAt(Uri url, string host)
        => host.Equals($"{url.IdnHost}:{url.Port}", StringComparison.OrdinalIgnoreCase)
            || (url.IsDefaultPort && host.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
