using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Tests.Platforms.Code;

/// <summary>A gateway whose calls about code go to a scripted WeChat, over sockets.</summary>
internal sealed class CodeRig : IAccessTokens, IAsyncDisposable
{
    public const string Mini = "/platform/saas/authorizers/" + PlatformRig.Mini;

    private PlatformRig _rig = null!;

    /// <summary>Gets or sets why there is no token; null when there is one.</summary>
    public WeChatError? NoToken { get; set; }

    public ScriptedWeChat WeChat { get; private set; } = null!;

    public PlatformRig Platform => _rig;

    private ScriptedWeChatServer Server { get; set; } = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<CodeRig> StartAsync(params (string Key, string? Value)[] settings)
    {
        var rig = new CodeRig { Server = await ScriptedWeChatServer.StartAsync(Cancelled) };
        rig.WeChat = rig.Server.Script;
        rig._rig = await PlatformRig.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<IAccessTokens>(rig)),
            [("WeChat:ApiUrl", rig.Server.Address), ("Services:saas:Sync", "00:00:00"), .. settings]);
        rig._rig.Put(PlatformRig.Mini);
        return rig;
    }

    public ValueTask<WeChatResult<Token>> GetAsync(Account account, CancellationToken cancellationToken)
        => ValueTask.FromResult<WeChatResult<Token>>(NoToken is { } error
            ? error
            : new Token($"T-{account.AppId}", Lifetime.Start(TimeSpan.FromHours(1), TimeProvider.System)));

    public ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
        => GetAsync(account, cancellationToken);

    /// <summary>Calls the internal listener; a text goes out as it is, anything else as JSON.</summary>
    public async Task<(int Status, JsonElement Json, HttpResponseMessage Answer)> CallAsync(
        string method, string path, object? body = null, string? key = null)
    {
        using var client = new HttpClient { BaseAddress = _rig.Gateway.InternalAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                string text => new StringContent(text, Encoding.UTF8, "application/json"),
                _ => JsonContent.Create(body),
            },
        };
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        var answer = await client.SendAsync(request, Cancelled);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json" && bytes.Length > 0;
        return ((int)answer.StatusCode, isJson ? JsonDocument.Parse(bytes).RootElement : default, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await Server.DisposeAsync();
    }
}
