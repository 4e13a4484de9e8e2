using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>Things that tests need some of.</summary>
internal static class Some
{
    public const string Secret = "5ecre7-of-the-shop-0123456789abc";

    public static AppId AppId(string text = "wx0123456789abcdef")
    {
        Assert.True(TokenService.Accounts.AppId.TryParse(text, out var appId));
        return appId;
    }

    public static AppSecret AppSecret(string text = Secret)
    {
        Assert.True(TokenService.Accounts.AppSecret.TryParse(text, out var secret));
        return secret;
    }

    public static Account Account(
        TokenEndpoint endpoint = TokenEndpoint.Stable, string appId = "wx0123456789abcdef", string secret = Secret) =>
        new("shop", ServiceKind.OfficialAccount, AppId(appId), AppSecret(secret), endpoint);

    public static Token Of(WeChatResult<Token> result)
    {
        Assert.True(result.TryGet(out var token, out var error), error?.Message);
        return token;
    }

    public static WeChatError ErrorOf(WeChatResult<Token> result)
    {
        Assert.False(result.TryGet(out _, out var error));
        return error!;
    }

    /// <summary>Lets time pass until the task ends, in steps small enough for everything in between to happen.</summary>
    public static async Task<T> WhileTimePassesAsync<T>(FakeTimeProvider clock, Task<T> task, CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(
            () =>
            {
                if (!task.IsCompleted && clock.WaitingTimers > 0)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(20));
                }

                return task.IsCompleted;
            },
            "the task ended",
            cancellationToken);
        return await task;
    }
}
