using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Platform.Tests.Code;

/// <summary>The calls about code, against a scripted WeChat, with tokens that say whose they are.</summary>
public sealed class CodeFixture : IAccessTokens, IAsyncDisposable
{
    public static readonly Account Component = new(
        "saas", ServiceKind.Platform, Id("wxcomponent"), default, TokenEndpoint.Classic);

    public static readonly Account Mini = AuthorizerKey.AccountOf(Component, Id("wxmini"), ServiceKind.MiniProgram);

    private readonly ServiceProvider _provider;
    private int _replaced;

    public CodeFixture()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => new AuthorizerRegistry());
        services.AddTokenService();
        services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(this));
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => WeChat);
        services.AddPlatformCode();
        _provider = services.BuildServiceProvider();
        Code = _provider.GetRequiredService<CodeApi>();
    }

    public CodeApi Code { get; }

    public ScriptedWeChat WeChat { get; } = new();

    public static AppId Id(string appId) => AppId.TryParse(appId, out var id) ? id : throw new ArgumentException(appId);

    public ValueTask<WeChatResult<Token>> GetAsync(Account account, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WeChatResult<Token>>(TokenOf(account));

    public ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _replaced);
        return GetAsync(account, cancellationToken);
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private Token TokenOf(Account account) => new(
        $"{account.AppId}-{_replaced}", TokenService.Lifetime.Start(TimeSpan.FromHours(1), TimeProvider.System));
}
