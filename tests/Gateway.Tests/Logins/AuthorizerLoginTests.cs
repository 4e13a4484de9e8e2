using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.MiniPrograms.Logins;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes.Logins;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Users of mini programs in a platform's care.</summary>
public sealed class AuthorizerLoginTests : IAsyncLifetime
{
    private readonly HttpClient _phone = new();
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<ILoginCodes>(new EveryCode())),
            ("Services:saas:Login:Backend", "main"),
            ("Services:saas:Login:BackendToken", "of-the-platform"),
            ("Services:saas:Login:RequireLogin:0", "/private/*"),
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:Login:BackendToken", "of-the-mini"));
        _rig.Put(PlatformRig.Mini);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_user_logs_in_and_the_entry_differs_from_the_platform_key_by_key()
    {
        var token = await LogInAsync();
        await CallAsync("/app/private/x", token);

        var call = _rig.Main.OnlyCall;
        Assert.Equal("/private/x", call.Path);
        Assert.Equal(("o-x", PlatformRig.Mini), (call.Headers["User-Openid"].ToString(), call.Headers["User-App"].ToString()));
        Assert.Equal("of-the-mini", call.Headers.Authorization);
        Assert.Equal(10001, (await CallAsync("/app/private/x", token: null)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task What_the_API_overrides_is_in_force_at_once()
    {
        var token = await LogInAsync();
        _rig.Put(PlatformRig.Mini, mini => mini with
        {
            Overrides = """{"Login":{"Backend":"bot","RequireLogin":["/secret"]}}""",
        });

        await CallAsync("/app/private/x", token: null);

        Assert.Equal("", _rig.Bot.OnlyCall.Headers["User-Openid"]);
        Assert.Equal(10001, (await CallAsync("/app/secret", token: null)).GetProperty("status").GetInt32());
        await CallAsync("/app/secret", token);
        Assert.Equal("o-x", _rig.Bot.Calls[^1].Headers["User-Openid"]);
    }

    [Fact]
    public async Task An_account_that_withdrew_its_authorization_has_no_users_any_more()
    {
        var token = await LogInAsync();
        await CallAsync("/app/private/x", token);
        _rig.Put(PlatformRig.Mini, mini => mini with { State = AuthorizerState.Unauthorized });
        Assert.Equal(10000, (await CallAsync("/app/private/x", token)).GetProperty("status").GetInt32());

        var platform = _rig.Gateway.Services.GetRequiredService<PlatformCatalog>().Current["saas"];
        await _rig.Gateway.Services.GetRequiredService<IEndedAuthorizers>()
            .EndedAsync(platform, PlatformRig.IdOf(PlatformRig.Mini), Cancelled);
        _rig.Put(PlatformRig.Mini);

        Assert.Equal(10001, (await CallAsync("/app/private/x", token)).GetProperty("status").GetInt32());
        Assert.Single(_rig.Main.Calls);
    }

    [Fact]
    public async Task An_official_account_has_no_login()
    {
        _rig.Put(PlatformRig.Shop);

        Assert.Equal(10000, (await CallAsync("/app/x", token: null, PlatformRig.Shop)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task The_internal_API_finds_its_users_by_both_names()
    {
        await LogInAsync();

        using var found = await _phone.GetAsync(
            new Uri(_rig.Gateway.InternalAddress, $"/login/saas/{PlatformRig.Mini}/users?openid=o-x"), Cancelled);
        using var json = JsonDocument.Parse(await found.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal(PlatformRig.Mini, json.RootElement.GetProperty("users")[0].GetProperty("appid").GetString());
        Assert.NotNull(_rig.Gateway.Services.GetRequiredService<LoginPeople>().FindAccount($"saas/{PlatformRig.Mini}")?.Component);
    }

    private async Task<string> LogInAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_rig.Gateway.Address, "/login"))
        {
            Content = JsonContent.Create(new { code = "c-x" }),
        };
        request.Headers.Add("User-App", PlatformRig.Mini);
        using var response = await _phone.SendAsync(request, Cancelled);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return json.RootElement.GetProperty("data").GetProperty("token").GetString()!;
    }

    private async Task<JsonElement> CallAsync(string path, string? token, string app = PlatformRig.Mini)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_rig.Gateway.Address, path));
        request.Headers.Add("User-App", app);
        if (token is not null)
        {
            request.Headers.Add("User-Token", token);
        }

        using var response = await _phone.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement.Clone();
    }

    /// <summary>Takes every code for a user's.</summary>
    private sealed class EveryCode : ILoginCodes
    {
        public ValueTask<WeChatResult<CodeLogin>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
        {
            Assert.NotNull(account.Component);
            Assert.True(OpenId.TryParse($"o-{code[2..]}", out var openId));
            return ValueTask.FromResult<WeChatResult<CodeLogin>>(new CodeLogin(openId, "", "a2V5"));
        }
    }
}
