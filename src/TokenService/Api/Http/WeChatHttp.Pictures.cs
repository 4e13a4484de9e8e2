using System.Net;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.TokenService.Api.Http;

/// <content>Answers that are pictures, unless they are errors.</content>
internal sealed partial class WeChatHttp
{
    // WeChat's errors have a few hundred bytes.
    private const int LongestError = 64 * 1024;

    private static readonly TimeSpan UsualTimeOfPicture = TimeSpan.FromSeconds(30);

    /// <summary>Returns a picture whose rest has yet to come. The call is sent once.</summary>
    public async ValueTask<WeChatResult<WeChatPicture>> DownloadAsync(WeChatRequest request, CancellationToken cancellationToken)
    {
        // The picture owns all three, once there is one.
        var limit = new CancellationTokenSource(request.OnceWithin ?? UsualTimeOfPicture, _timeProvider);
        var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? response = null;
        WeChatPicture? picture = null;
        using var call = _telemetry.Begin(request.Method, request.Path, request.Service);
        try
        {
            using var client = _clients.CreateClient(WeChatApiClient.HttpClientName);
            using var message = request.ToMessage(_options.CurrentValue.ApiUrl);
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var rest = await response.Content.ReadAsStreamAsync(either.Token);
            var start = new byte[PictureType.Needed];
            var count = await rest.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, either.Token);
            if (response.StatusCode != HttpStatusCode.OK || PictureType.Of(start.AsSpan(0, count)) is not { } type)
            {
                return await ErrorAsync(request, call, response.StatusCode, start.AsMemory(0, count), rest, either.Token);
            }

            call.Answered(ErrorCodes.Success);
            return picture = new WeChatPicture(
                type, response.Content.Headers.ContentLength, start.AsMemory(0, count), rest, response, either, limit);
        }
        catch (HttpRequestException e)
        {
            call.Failed(e.HttpRequestError.ToString());
            return Of(e);
        }
        catch (IOException)
        {
            call.Failed(nameof(HttpRequestError.ResponseEnded));
            return Unanswered("WeChat broke off its answer.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            call.Failed("Unanswered");
            return Late;
        }
        finally
        {
            if (picture is null)
            {
                response?.Dispose();
                either.Dispose();
                limit.Dispose();
            }
        }
    }

    private static async ValueTask<WeChatError> ErrorAsync(
        WeChatRequest request,
        WeChatApiMeasurement call,
        HttpStatusCode status,
        ReadOnlyMemory<byte> start,
        Stream rest,
        CancellationToken cancellationToken)
    {
        var body = new byte[LongestError];
        start.CopyTo(body);
        var more = await rest.ReadAtLeastAsync(body.AsMemory(start.Length), body.Length - start.Length, false, cancellationToken);
        return Read(request, call, status, body.AsMemory(0, start.Length + more)).TryGet(out _, out var error)
            ? Unreadable("it is no picture")
            : error;
    }
}
