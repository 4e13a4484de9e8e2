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

    /// <summary>Reads the body; see <see cref="LoginBody.ReadAsync"/>.</summary>
    public ValueTask<(JsonFields? Fields, LoginAnswer? Refused)> ReadBodyAsync() => LoginBody.ReadAsync(Context.Request, Aborted);
}
