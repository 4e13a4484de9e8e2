using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>Finds the account that a path names.</summary>
internal sealed class CodeAccounts(AuthorizerRegistry authorizers)
{
    /// <summary>Returns an endpoint of an account in the platform's care, at a path below it.</summary>
    public PlatformEndpoint Endpoint(string method, string path, Description about, Func<HttpContext, Account, Task> answer)
        => new(method, $"/authorizers/{{appid}}{path}", about, (context, platform) => AnswerAsync(context, platform, answer));

    private Task AnswerAsync(HttpContext context, WeChatPlatform platform, Func<HttpContext, Account, Task> answer)
    {
        if (!AppId.TryParse((string?)context.GetRouteValue("appid"), out var appId)
            || authorizers.Find(platform.AppId, appId) is null)
        {
            return ErrorWriter.WriteAsync(context, GatewayError.Missing("The platform has no such account."));
        }

        return authorizers.TryGetService(platform, appId, out var service, out _)
            ? answer(context, service.Account)
            : ErrorWriter.WriteAsync(context, TokenErrors.Unauthorized(appId));
    }
}
