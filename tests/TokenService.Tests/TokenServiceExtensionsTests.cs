using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tests;

public sealed class TokenServiceExtensionsTests
{
    [Fact]
    public async Task Everything_is_there_and_twice_adds_nothing()
    {
        await using var provider = new ServiceCollection().AddTokenService().AddTokenService().BuildServiceProvider(validateScopes: true);

        Assert.NotNull(provider.GetRequiredService<WeChatApiClient>());
        Assert.Same(provider.GetRequiredService<ITokenService>(), provider.GetRequiredService<ITokenService>());
        Assert.Single(provider.GetServices<IHostedService>().OfType<RenewalWorker>());
    }

    [Fact]
    public async Task What_a_host_registers_first_stays()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ITokenService, Fixed>();

        await using var provider = services.AddTokenService().BuildServiceProvider();

        Assert.IsType<Fixed>(provider.GetRequiredService<ITokenService>());
    }

    [Fact]
    public async Task The_HTTP_client_follows_no_redirects_keeps_no_cookies_and_logs_nothing()
    {
        await using var provider = new ServiceCollection().AddTokenService().BuildServiceProvider();

        var handlers = new List<HttpMessageHandler>();
        for (var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(WeChatApiClient.HttpClientName);
            handler is not null;
            handler = (handler as DelegatingHandler)?.InnerHandler)
        {
            handlers.Add(handler);
        }

        var primary = Assert.IsType<SocketsHttpHandler>(handlers[^1]);
        Assert.False(primary.AllowAutoRedirect);
        Assert.False(primary.UseCookies);
        Assert.DoesNotContain(handlers, handler => handler.GetType().Name.Contains("Logging", StringComparison.Ordinal));
        Assert.True(provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(
            WeChatApiClient.HttpClientName).HandlerLifetime < TimeSpan.Zero);
    }

    [Fact]
    public async Task Wrong_options_stop_the_start()
    {
        var services = new ServiceCollection().AddTokenService();
        services.Configure<WeChatApiOptions>(options => options.Timeout = TimeSpan.Zero);
        await using var provider = services.BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
    }

    private sealed class Fixed : ITokenService
    {
        public ValueTask<WeChatResult<Token>> GetAsync(Account account, TokenKind kind, CancellationToken cancellationToken) =>
            ValueTask.FromResult<WeChatResult<Token>>(new WeChatError(null, ErrorClass.Other, "No."));

        public ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken) =>
            GetAsync(account, TokenKind.AccessToken, cancellationToken);
    }
}
