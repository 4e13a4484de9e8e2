using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Verifies a server URL as WeChat does when an operator saves it in the console.</summary>
internal sealed class UrlVerifier(HttpClient http, TimeProvider clock)
{
    public async Task<UrlVerification> VerifyAsync(PushIdentity identity, Uri url, PushOptions options, CancellationToken cancellationToken)
    {
        var echo = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)).ToString(CultureInfo.InvariantCulture);
        var query = SignedQuery.Create(clock.GetUtcNow(), options.Timestamp, options.Nonce);
        var target = query
            .Add("signature", options.Signature ?? Signature.Of(identity.Token, query.Timestamp, query.Nonce))
            .Add("echostr", echo)
            .Add("timestamp", query.Timestamp)
            .Add("nonce", query.Nonce)
            .On(url);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
            using var response = await http.SendAsync(request, timeout.Token);
            var body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
            return Judge(target, (int)response.StatusCode, body, echo);
        }
        catch (HttpRequestException exception)
        {
            return new UrlVerification(target, IsExact: false, Status: null, Body: "", DeliveryProblem.OfConnection(url, exception));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new UrlVerification(target, IsExact: false, Status: null, Body: "", DeliveryProblem.OfTimeout(options.Timeout));
        }
    }

    private static UrlVerification Judge(Uri target, int status, byte[] body, string echo)
    {
        var isExact = status == 200 && body.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(echo));
        var problem = isExact ? null
            : status != 200 ? DeliveryProblem.OfStatus(status)
            : $"The answer must be the echostr, '{echo}', and nothing else.";
        return new UrlVerification(target, isExact, status, Encoding.UTF8.GetString(body), problem);
    }
}
