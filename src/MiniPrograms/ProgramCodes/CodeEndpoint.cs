using Microsoft.Net.Http.Headers;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.MiniPrograms.ProgramCodes;

/// <summary>Makes a mini program's codes (小程序码), which lead to a page of it. Equal orders within a day are answered from memory.</summary>
internal sealed class CodeEndpoint(WeChatCalls weChat, CodeCache cache) : ILoginEndpoint, IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    private readonly SingleFlight<CodeKey, WeChatResult<ProgramCode>> _asking = new();

    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Code;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.Required;

    /// <summary>Gets the limits; WeChat makes 5,000 codes of a mini program a minute.</summary>
    public EndpointLimits Limits { get; } = new(PerUser: Allowance.PerMinute(30), PerApp: Allowance.PerMinute(4000));

    /// <inheritdoc/>
    public async ValueTask<LoginAnswer> AnswerAsync(LoginCall call)
    {
        var (order, wrong) = CodeOrder.Read(call.Context.Request.Query);
        if (order is null)
        {
            return LoginAnswer.Invalid(wrong);
        }

        var key = CodeKey.Of(call.App.AppId.Value, order);
        if (!cache.TryGet(key, out var code))
        {
            // Whoever asks meanwhile waits for the same picture, so one that hangs up ends nothing.
            var asked = await _asking.RunAsync(key, (call.App, order), (state, stopping) => AskAsync(state.App, state.order, stopping))
                .WaitAsync(call.Aborted);
            if (!asked.TryGet(out code, out var error))
            {
                return LoginAnswer.Of(error);
            }

            cache.Add(key, code);
        }

        await WriteAsync(call.Context, code);
        return LoginAnswer.Written;
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private async Task<WeChatResult<ProgramCode>> AskAsync(LoginApp app, CodeOrder order, CancellationToken stopping)
    {
        var call = new WeChatCall(HttpMethod.Post, "/wxa/getwxacodeunlimit") { Json = order.Body, OnceWithin = TimeLimit };
        var answer = await weChat.DownloadAsync(app.Account, call, stopping);
        if (!answer.TryGet(out var picture, out var error))
        {
            return error;
        }

        using (picture)
        {
            return await ProgramCode.ReadAsync(picture, stopping);
        }
    }

    private static Task WriteAsync(HttpContext context, ProgramCode code)
    {
        var response = context.Response;
        response.Headers.ETag = code.ETag;
        response.Headers.CacheControl = "private, max-age=86400";
        response.Headers.Vary = AppOfRequest.Header;
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.GetTypedHeaders().IfNoneMatch
            .Any(tag => tag.Compare(new EntityTagHeaderValue(code.ETag), useStrongComparison: false) || tag.Tag == "*"))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = code.ContentType;
        response.ContentLength = code.Bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask
            : response.Body.WriteAsync(code.Bytes, context.RequestAborted).AsTask();
    }
}
