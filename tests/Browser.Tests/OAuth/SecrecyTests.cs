using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WxYarpGateway.Browser.Tests.Web;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>What browsers see of the gateway and of WeChat, and what their pages tell others.</summary>
[Collection<SharedChromium>]
public sealed partial class SecrecyTests(Chromium chromium) : IAsyncLifetime
{
    private RedirectStage _stage = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stage = await RedirectStage.StartAsync(chromium, Cancelled);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Nothing_that_a_browser_sees_holds_a_secret_a_token_or_a_stack_trace()
    {
        using var backends = new HttpClient { BaseAddress = _stage.Gateway.InternalAddress };
        await backends.GetStringAsync(new Uri("/tokens/shop/access_token", UriKind.Relative), Cancelled);
        var tab = await _stage.OpenTabAsync();
        await tab.AskAsync(Account.Shop.Start(state: "mine"));
        await tab.AllowAsync(Account.Shop.Ada);
        await tab.ReloadAsync();
        await tab.AskAsync(Account.Shop.Start());
        await tab.RefuseAsync();
        await tab.GotoAsync(RedirectStage.Site + Account.Shop.Path);
        await tab.GotoAsync($"{RedirectStage.Site}{Account.Shop.Path}?code=made-up&code=%00&state=%ff");
        await tab.GotoAsync(Account.Shop.Start(scope: "snsapi_login"));
        foreach (var (path, error) in Faults())
        {
            _stage.WeChat.Faults.Add(path, error);
            await tab.AskAsync(Account.Shop.Start());
            await tab.AllowAsync(Account.Shop.Ada);
            Assert.NotEqual("", await tab.ReadAsync("#error"));
            _stage.WeChat.Faults.Clear();
        }

        _stage.Backend.Script = (_, context) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        // The answer is empty; the browser shows an error page of its own.
        await Assert.ThrowsAsync<PlaywrightException>(() => tab.ReloadAsync());

        Assert.Equal((502, ""), (_stage.Web.Exchanges[^1].Status, _stage.Web.Exchanges[^1].Body));
        string[] secrets = [Account.Shop.AppSecret, .. Tokens()];
        Assert.True(secrets.Length >= 1 + (2 * 5), $"WeChat gave only {secrets.Length - 1} tokens.");
        Assert.NotEmpty(_stage.Web.Exchanges);
        Assert.All(_stage.Web.Exchanges, exchange =>
        {
            Assert.DoesNotContain(secrets, secret => exchange.Everything.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotMatch(StackTrace(), exchange.Everything);
        });
    }

    [Fact]
    public async Task Another_site_does_not_learn_the_code_from_a_page()
    {
        _stage.Backend.Script = WithPictures(policy: null);
        var tab = await _stage.OpenTabAsync();

        await tab.GotoAsync(Account.Shop.Start("snsapi_base"));

        Assert.Equal(RedirectStage.Site + "/", Only(RedirectStage.OtherHost).Referer);
    }

    [Fact]
    public async Task A_backends_own_Referrer_Policy_arrives_so_that_not_even_its_pictures_learn_the_code()
    {
        _stage.Backend.Script = WithPictures("strict-origin");
        var tab = await _stage.OpenTabAsync();

        await tab.GotoAsync(Account.Shop.Start("snsapi_base"));
        await tab.Locator("#next").ClickAsync();
        await tab.Locator("#menu").WaitForAsync();

        Assert.Equal(RedirectStage.Site + "/", Only(RedirectStage.OtherHost).Referer);
        Assert.Equal(RedirectStage.Site + "/", Only(RedirectStage.Host, "/site/own.svg").Referer);
        Assert.Equal(RedirectStage.Site + "/", Only(RedirectStage.Host, "/site/menu").Referer);
    }

    private static IEnumerable<(string Path, Fault Fault)> Faults()
    {
        foreach (var path in new[] { ApiPath.OAuthToken, ApiPath.OAuthUserInfo })
        {
            yield return (path, Fault.Error(-1, "system error"));
            yield return (path, Fault.Error(40029, "invalid code"));
            yield return (path, Fault.Status(502));
            yield return (path, Fault.Garbage());
        }
    }

    private static Func<Testing.Backends.BackendCall, HttpContext, Task> WithPictures(string? policy) => (call, context) =>
    {
        if (call.Method != HttpMethods.Post)
        {
            return ShopPages.AnswerAsync(call, context);
        }

        context.Response.Headers["Referrer-Policy"] = policy;
        return ShopPages.PageAsync(context, $"""<img src="https://{RedirectStage.OtherHost}/logo.svg" alt=""><img src="/site/own.svg" alt="">""");
    };

    private WebExchange Only(string host, string? path = null)
        => Assert.Single(_stage.Web.Exchanges, exchange => exchange.Host == host && (path is null || exchange.Path == path));

    /// <summary>Returns every token that WeChat gave the gateway: the account's, and the users'.</summary>
    private IEnumerable<string> Tokens()
        => from exchange in _stage.Api.Exchanges
           from Match token in TokenField().Matches(exchange.Body)
           select JsonSerializer.Deserialize<string>(token.Groups[1].Value);

    [GeneratedRegex("\"(?:access|refresh)_token\"\\s*:\\s*(\"[^\"]+\")")]
    private static partial Regex TokenField();

    [GeneratedRegex(@"\bat \w+(\.\w+)+[(<]|Exception\b|\.cs\b")]
    private static partial Regex StackTrace();
}
