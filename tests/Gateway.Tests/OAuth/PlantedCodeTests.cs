using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>No code, state, token, secret or openid shows in anything that the gateway tells of itself.</summary>
public sealed class PlantedCodeTests
{
    private const string Code = "planted-code-0123456789";
    private const string CallersState = "planted-state-of-the-caller";

    [Fact]
    public async Task Nothing_secret_is_told()
    {
        using var traces = new Traces();
        await using var rig = await OAuthRig.StartAsync(replicas: 1, traces, TestContext.Current.CancellationToken);
        rig.Scope = "snsapi_userinfo";
        var (state, cookie) = await rig.BeginAsync($"?state={CallersState}&to=/planted-to");

        (await rig.RedirectAsync($"/redirect?code={Code}&state={state}", ("Cookie", cookie))).Dispose();
        (await rig.RedirectAsync($"/redirect?code={Code}2&state={state}", ("Cookie", cookie))).Dispose();
        rig.Profile = context => ScriptedBackend.WriteAsync(context, $$"""{"errcode":40003,"errmsg":"{{OAuthRig.OpenId}} {{OAuthRig.OAuthToken}}"}""");
        (await rig.RedirectAsync($"/redirect?code={Code}3")).Dispose();
        rig.Exchange = context => ScriptedBackend.WriteAsync(context, $$"""{"errcode":40125,"errmsg":"secret {{OAuthRig.Secret}} code {{Code}}4"}""");
        (await rig.RedirectAsync($"/redirect?code={Code}4")).Dispose();
        rig.Exchange = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        (await rig.RedirectAsync($"/redirect?code={Code}5")).Dispose();
        await rig.Backend.DisposeAsync();
        (await rig.RedirectAsync($"/redirect?code={Code}3")).Dispose();
        await rig.Gateway.StopAsync(TestContext.Current.CancellationToken);

        // The first line of a request, as ASP.NET Core logs it at Information, has what the browser wrote; the gateway does not log it by
        // default.
        // The last line of a redirect has nothing of it any more; that of a start has what its caller wrote.
        var told = traces.Lines
            .Where(line => !line.Contains(" Request starting HTTP/", StringComparison.Ordinal))
            .Where(line => !line.Contains(" Request finished HTTP/", StringComparison.Ordinal)
                || !line.Contains("/redirect/start", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(told, line => line.Contains("Proxying to", StringComparison.Ordinal)
            && line.Contains("/menu/redirect", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("RedirectFailed", StringComparison.Ordinal));
        string[] secrets = [
            Code, CallersState, "planted-to", state, OAuthRig.Secret, OAuthRig.OAuthToken, OAuthRig.OpenId, "planted-refresh-token"];
        Assert.All(secrets, secret => Assert.DoesNotContain(told, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
