using System.Reflection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.TokenService.Tests.Api;

/// <summary>An operator sees in the metric which service each call to WeChat is for.</summary>
public sealed class ServiceTagTests : IAsyncDisposable
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly ScriptedWeChat _weChat = new();
    private readonly Replica _replica;

    public ServiceTagTests()
    {
        _replica = new Replica(new FakeTimeProvider(), _weChat);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _replica.DisposeAsync();

    [Fact]
    public async Task Every_call_is_counted_with_its_service()
    {
        // All calls of the client, found by reflection, so that a new one is here by itself.
        var calls = typeof(WeChatApiClient).GetMethods(Declared).Where(method => !method.IsPrivate && !method.IsSpecialName).ToList();
        foreach (var call in calls)
        {
            dynamic pending = call.Invoke(_replica.Api, [.. call.GetParameters().Select(Argument)])!;
            await pending;
        }

        _weChat.When(OAuthPath, """{"openid":"o","access_token":"T"}""");
        await _replica.Get<IOAuthCodes>().ExchangeAsync(Some.Account(), "CODE", ProfileFetch.Always, Cancelled);
        await _replica.Tokens.GetAsync(Some.Account(TokenEndpoint.Classic), TokenKind.WxCardTicket, Cancelled);

        var counted = _replica.Metrics.All.Where(line => line.StartsWith("wxgateway.wechatapi.calls ", StringComparison.Ordinal)).ToList();
        Assert.All(counted, line => Assert.EndsWith(" service=shop", line, StringComparison.Ordinal));
        var paths = counted.Select(line => line.Split(' ')[1]).Distinct().ToList();
        Assert.Equal(_weChat.Calls.Select(call => "path=" + call.Path).Distinct().Order(), paths.Order());

        // The client's, /sns/oauth2/access_token, /sns/userinfo, and the two that issue access tokens; a ticket goes by the client.
        Assert.Equal(calls.Count + 4, paths.Count);
    }

    private const string OAuthPath = "/sns/oauth2/access_token";

    private static object Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(Account) => Some.Account(),
        var type when type == typeof(string) => "some-" + parameter.Name,
        var type when type == typeof(bool) => true,
        var type when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)"{}"u8.ToArray(),
        var type when type == typeof(CancellationToken) => Cancelled,
        var type => throw new NotSupportedException($"Say here what a call gets as {type.Name}."),
    };
}
