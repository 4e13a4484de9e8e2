using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Platforms.Shapes;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>Answers what came of a call about code: WeChat's names, and a hint with every error that is known.</summary>
internal sealed class CodeAnswers(TokenErrors tokenErrors)
{
    /// <summary>Reads a body, makes a change with it, and answers.</summary>
    public async Task ChangeAsync(
        HttpContext context,
        Account account,
        CodeCall call,
        ObjectShape shape,
        Func<CodeBody, CancellationToken, ValueTask<WeChatResult>> change)
    {
        var (read, error) = await CodeBody.ReadAsync(context, shape);
        if (read is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        using var body = read;
        await SendAsync(context, account, call, await change(body, context.RequestAborted));
    }

    /// <summary>Answers a change: WeChat's <c>{"errcode":0,"errmsg":"ok"}</c>, or the error.</summary>
    public Task SendAsync(HttpContext context, Account account, CodeCall call, WeChatResult result)
        => result.Succeeded ? JsonBody.SendAsync(context, WriteSuccess) : SendErrorAsync(context, account, call, result.Error);

    /// <summary>Answers a value, or the error.</summary>
    public Task SendAsync<T>(
        HttpContext context, Account account, CodeCall call, WeChatResult<T> result, Action<Utf8JsonWriter, T> write)
        => result.TryGet(out var value, out var error)
            ? JsonBody.SendAsync(context, json => write(json, value))
            : SendErrorAsync(context, account, call, error);

    /// <summary>Answers an object as WeChat wrote it, or the error.</summary>
    public Task SendAsync(HttpContext context, Account account, CodeCall call, WeChatResult<ReadOnlyMemory<byte>> result)
        => result.TryGet(out var body, out var error)
            ? JsonBody.SendAsync(context, StatusCodes.Status200OK, JsonBody.ContentType, body)
            : SendErrorAsync(context, account, call, error);

    /// <summary>Answers an error.</summary>
    public async Task SendErrorAsync(HttpContext context, Account account, CodeCall call, WeChatError error)
        => await ErrorWriter.WriteAsync(context, await ErrorOfAsync(account, call, error, context.RequestAborted));

    /// <summary>
    /// Returns the error to answer: 409 or 503 when there is no token, 504 when WeChat did not answer, 502 when it refused.
    /// </summary>
    public async ValueTask<GatewayError> ErrorOfAsync(
        Account account, CodeCall call, WeChatError error, CancellationToken cancellationToken)
    {
        var ours = error.Obstacle != TokenObstacle.None ? await tokenErrors.OfAsync(error, account, cancellationToken)
            : error.ErrorCode is null && error.RetryAfter is not null ? GatewayError.Of(error)
            : Refusal(error);
        return ours with { Hint = CodeErrors.Find(call, error.ErrorCode)?.ToString() };
    }

    /// <summary>Writes WeChat's success.</summary>
    public static void WriteSuccess(Utf8JsonWriter json)
    {
        json.WriteNumber("errcode"u8, ErrorCodes.Success);
        json.WriteString("errmsg"u8, "ok");
    }

    private static GatewayError Refusal(WeChatError error)
    {
        var ours = GatewayError.Of(
            error.IsUnanswered ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway, error.Message);
        return ours with { Code = error.ErrorCode ?? ours.Code, RetryAfter = error.RetryAfter };
    }
}
