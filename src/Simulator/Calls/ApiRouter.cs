using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Takes every call of the WeChat API, counts it, and answers it by its endpoint or by a planned fault.</summary>
internal sealed class ApiRouter(
    ApiTable table,
    Func<string, bool> knows,
    Func<string, string?> ownerOfToken,
    CallCounter counter,
    FaultPlan faults,
    Action<string>? journal,
    TimeProvider clock)
{
    // WeChat does not escape characters.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task InvokeAsync(HttpContext context)
    {
        var call = table.TryFindStreaming(context.Request.Path.Value ?? "", out var stream)
            ? ApiCall.WithoutBody(context.Request)
            : await ApiCall.ReadAsync(context.Request, context.RequestAborted);
        counter.Add(call.Path, AppIdOf(call));
        var fault = faults.Take(call.Path, AppIdOf(call));
        if (fault is not null && !await fault.LetsPassAsync(context))
        {
            Report(call, "answered by a planned fault");
            return;
        }

        var answer = stream is not null ? await stream(context, call)
            : table.TryFind(call.Path, out var endpoint) ? endpoint(call)
            : ApiError.InvalidUrl;
        if (fault?.AnswerWaitsFor is { } moment)
        {
            await moment.WaitAsync(context.RequestAborted);
        }

        if (fault?.LosesAnswer == true || answer?.IsLost == true)
        {
            Report(call, $"{OutcomeOf(call, answer)}, and the answer was lost");
            context.Abort();
            return;
        }

        Report(call, OutcomeOf(call, answer));
        if (answer is not null)
        {
            await WriteAsync(context, call, answer);
        }
    }

    private string OutcomeOf(ApiCall call, ApiAnswer? answer) =>
        answer?.ErrorCode is null or 0 ? "ok"
        : table.Contains(call.Path) ? $"errcode {answer.ErrorCode}, {answer.Body["errmsg"]}"
        : $"errcode {answer.ErrorCode}: this path is not simulated";

    private void Report(ApiCall call, string outcome) =>
        journal?.Invoke($"{call.Method,-4}  {call.Path}  {(AppIdOf(call) is { Length: > 0 } appId ? appId : "no account")}  {outcome}");

    private async Task WriteAsync(HttpContext context, ApiCall call, ApiAnswer answer)
    {
        if (answer.ErrorCode != 0)
        {
            // In live answers /sns/… APIs put a comma before the rid; the others do not.
            var comma = call.Path.StartsWith("/sns/", StringComparison.Ordinal) ? "," : "";
            answer.Body["errmsg"] = $"{answer.Body["errmsg"]}{comma} rid: {NewRequestId()}";
        }

        // WeChat's HTTP status is 200 whatever the errcode.
        context.Response.ContentType = answer.ContentType;
        await context.Response.Body.WriteAsync(RawText.Encode(answer.Body.ToJsonString(Unescaped)), context.RequestAborted);
    }

    private string NewRequestId()
    {
        var random = RandomNumberGenerator.GetHexString(16, lowercase: true);
        return $"{clock.GetUtcNow().ToUnixTimeSeconds():x8}-{random[..8]}-{random[8..]}";
    }

    private string AppIdOf(ApiCall call)
    {
        var named = (call.Parameter("access_token") ?? call.Parameter("component_access_token")) is { } token
            ? ownerOfToken(token)
            : call.Parameter("appid") ?? call.Field("appid") ?? call.Field("component_appid");
        return named is not null && knows(named) ? named : "";
    }
}
