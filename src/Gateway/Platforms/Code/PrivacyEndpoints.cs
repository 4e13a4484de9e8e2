using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The privacy guidelines of a mini program (用户隐私保护指引): <c>GET …/privacy?privacy_ver</c>, <c>PUT …/privacy</c>.</summary>
internal sealed class PrivacyEndpoints(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    private const string InForce = "1";
    private const string Next = "2";

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        accounts.Endpoint(HttpMethods.Get, "/privacy",
            new Description("Shows the privacy guidelines.", "privacy_ver: 1 in force, 2 next"),
            GetAsync),
        accounts.Endpoint(HttpMethods.Put, "/privacy",
            new Description("Replaces the privacy guidelines.") { Body = "{}" },
            PutAsync),
    ];

    private async Task GetAsync(HttpContext context, Account account)
    {
        var query = new CodeQuery(context.Request.Query, "privacy_ver");
        var version = query.OneOf("privacy_ver", Next, InForce) == InForce ? 1 : 2;
        if (query.Error is { } error)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        await answers.SendAsync(
            context, account, CodeCalls.GetPrivacy, await code.PrivacyAsync(account, version, context.RequestAborted));
    }

    private async Task PutAsync(HttpContext context, Account account)
    {
        var (read, error) = await CodeBody.ReadAsync(context, CodeShapes.Privacy);
        if (read is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        using var body = read;
        if (body.Number("privacy_ver") == 1 && body.Find("setting_list") is not null)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Refused(
                [new RequestError("setting_list", "cannot be changed in the version in force; leave it out, or send privacy_ver 2")]));
            return;
        }

        await answers.SendAsync(
            context, account, CodeCalls.SetPrivacy, await code.SetPrivacyAsync(account, body.ToWeChat(), context.RequestAborted));
    }
}
