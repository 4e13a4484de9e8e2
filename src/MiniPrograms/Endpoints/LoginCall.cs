using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>A request at one of the login paths.</summary>
/// <param name="Context">The request.</param>
/// <param name="App">The mini program that it is for.</param>
/// <param name="Session">The session; <see langword="null"/> when nobody is logged in.</param>
internal sealed record LoginCall(HttpContext Context, LoginApp App, UserSession? Session)
{
    /// <summary>Gets the token that ends the work when the phone hangs up.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Gets the session of a path that needs one.</summary>
    public UserSession User => Session ?? throw new InvalidOperationException("The endpoint does not say that it needs a session.");

    /// <summary>Reads the body, and answers by it; one that is none is refused. See <see cref="LoginBody.ReadAsync"/>.</summary>
    /// <param name="answer">Answers; the body is gone afterwards.</param>
    public async ValueTask<LoginAnswer> WithBodyAsync(Func<JsonFields, ValueTask<LoginAnswer>> answer)
    {
        var (body, refused) = await LoginBody.ReadAsync(Context.Request, Aborted);
        using (body)
        {
            return body is null ? refused! : await answer(body);
        }
    }
}
