using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Faults;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Takes every call of the WeChat API: counts it, lets a planned fault spoil it, or has its endpoint answer it.</summary>
internal sealed class ApiRouter(
    IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> endpoints,
    IReadOnlyDictionary<string, Func<HttpContext, ApiCall, Task<ApiAnswer?>>> streaming,
    AccountBook accounts,
    Func<string, string?> ownerOfToken,
    CallCounter counter,
    FaultPlan faults,
    Action<string>? journal,
    TimeProvider clock)
{
    // WeChat prints its characters as they are.
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task InvokeAsync(HttpContext context)
    {
        var isStreaming = streaming.TryGetValue(context.Request.Path.Value ?? "", out var stream);
        var call = isStreaming ? ApiCall.WithoutBody(context.Request) : await ApiCall.ReadAsync(context.Request, context.RequestAborted);
        counter.Add(call.Path, AppIdOf(call));
        if (faults.Take(call.Path) is { } fault && !await fault.LetsPassAsync(context))
        {
            Tell(call, "spoilt by a planned fault");
            return;
        }

        var answer = isStreaming ? await stream!(context, call)
            : endpoints.TryGetValue(call.Path, out var endpoint) ? endpoint(call)
            : ApiError.InvalidUrl;
        Tell(call, OutcomeOf(call, answer));
        if (answer is not null)
        {
            await WriteAsync(context, call, answer);
        }
    }

    private string OutcomeOf(ApiCall call, ApiAnswer? answer) =>
        answer?.ErrorCode is null or 0 ? "ok"
        : endpoints.ContainsKey(call.Path) || streaming.ContainsKey(call.Path) ? $"errcode {answer.ErrorCode}, {answer.Body["errmsg"]}"
        : $"errcode {answer.ErrorCode}: this path is not simulated";

    private void Tell(ApiCall call, string outcome) =>
        journal?.Invoke($"{call.Method,-4}  {call.Path}  {(AppIdOf(call) is { Length: > 0 } appId ? appId : "no account")}  {outcome}");

    private async Task WriteAsync(HttpContext context, ApiCall call, ApiAnswer answer)
    {
        if (answer.ErrorCode != 0)
        {
            // Seen on live answers: those of /sns/… have a comma there, the others have none.
            var comma = call.Path.StartsWith("/sns/", StringComparison.Ordinal) ? "," : "";
            answer.Body["errmsg"] = $"{answer.Body["errmsg"]}{comma} rid: {NewRequestId()}";
        }

        // The HTTP status is 200 whatever the errcode.
        context.Response.ContentType = answer.ContentType;
        await context.Response.Body.WriteAsync(RawText.Encode(answer.Body.ToJsonString(Unescaped)), context.RequestAborted);
    }

    private string NewRequestId() =>
        $"{clock.GetUtcNow().ToUnixTimeSeconds():x8}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    private string AppIdOf(ApiCall call)
    {
        var named = call.Parameter("access_token") is { } token ? ownerOfToken(token) : call.Parameter("appid") ?? call.Field("appid");
        return accounts.TryFind(named, out var account) ? account.AppId : "";
    }
}
