using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Load.Growth;

/// <summary>Sends single pushes, where it matters when the first one is answered.</summary>
internal sealed class Pusher : IDisposable
{
    /// <summary>How long a service has for its first reply.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private int _count;

    /// <summary>Pushes to a service again and again, until the backend's reply comes.</summary>
    /// <exception cref="TimeoutException">It did not come within two minutes.</exception>
    public async Task PushUntilAnsweredAsync(int port, string suffix, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Longest);
        try
        {
            while (!await PushAsync(port, suffix, bounded.Token))
            {
                await Task.Delay(Pause, bounded.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The service 'shop{suffix}' answered no push.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> PushAsync(int port, string suffix, CancellationToken cancellationToken)
    {
        var id = (++_count).ToString(CultureInfo.InvariantCulture);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Sign(Cases.Token + suffix, now, id);
        using var body = new StringContent(
            $"<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oBenchUser</FromUserName><CreateTime>{now}</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>1{id}</MsgId></xml>",
            Encoding.UTF8, "text/xml");
        var address = $"http://127.0.0.1:{port}/wx{suffix}?signature={signature}&timestamp={now}&nonce={id}";
        using var answer = await _http.PostAsync(new Uri(address), body, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("hello from backend", StringComparison.Ordinal);
    }

    private static string Sign(params string[] parts)
    {
        // WeChat's protocol is built on SHA-1; there is no other algorithm to choose.
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
    }
}
