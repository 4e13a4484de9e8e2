using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Messages of accounts in a platform's care, from WeChat to the backend and back.</summary>
public sealed class AuthorizerPushTests : IAsyncLifetime
{
    private readonly HastenedTimeProvider _clock = new();
    private PlatformRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            services => services.AddSingleton<TimeProvider>(_clock),
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:MessageBackend", "bot"),
            ("Services:saas:Redelivery:MaxAge", "01:00:00"));
        _rig.Put(PlatformRig.Shop);
        _rig.Put(PlatformRig.Mini);
        _rig.Main.Answers("""{"msg":"from main"}""");
        _rig.Bot.Answers("""{"msg":"from bot"}""");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_push_finds_its_authorizer_by_the_path_and_the_reply_is_sealed_with_the_platforms_key()
    {
        var result = await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("hi"));

        Assert.Equal("from main", result.Reply?["Content"]);
        Assert.True(result.Reply?.IsSealed);
        var call = _rig.Main.OnlyCall;
        Assert.Equal("/msg/text", call.Path);
        Assert.Equal("saas", call.Headers["X-WeChat-Service"]);
        Assert.Equal(PlatformRig.Shop, call.Headers["X-WeChat-AppId"]);
        Assert.Equal(PlatformRig.Component, call.Headers["X-WeChat-Component-AppId"]);
        Assert.False(call.Headers.ContainsKey("X-WeChat-Authorizer"));
    }

    [Fact]
    public async Task An_entry_of_the_configuration_sends_one_account_to_another_backend()
    {
        var result = await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Event("user_enter_tempsession"));

        Assert.Equal("/event/user_enter_tempsession", _rig.Bot.OnlyCall.Path);
        Assert.Empty(_rig.Main.Calls);
        Assert.True(result.IsAnswered);
    }

    [Fact]
    public async Task Overrides_of_the_vault_beat_the_entry_and_count_at_once()
    {
        _rig.Put(PlatformRig.Mini, authorizer => authorizer with { Overrides = """{"MessageBackend":"main"}""" });
        await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("one"));
        _rig.Put(PlatformRig.Mini);
        await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("two"));

        Assert.Single(_rig.Main.Calls);
        Assert.Single(_rig.Bot.Calls);
    }

    [Fact]
    public async Task A_message_to_another_original_id_on_an_authorizers_URL_is_refused()
    {
        var result = await _rig.PushAsync(
            PlatformRig.Shop,
            PushedMessage.Text("hi"),
            new PushOptions { Url = PlatformRig.UrlOf(_rig.Gateway, PlatformRig.Mini), MaxDeliveries = 1 });

        Assert.Equal(403, result.Last.Status);
        Assert.Empty(_rig.Main.Calls);
        Assert.Empty(_rig.Bot.Calls);
    }

    [Fact]
    public async Task A_ciphertext_that_ends_with_another_AppId_than_the_components_is_refused()
    {
        var result = await _rig.PushAsync(
            PlatformRig.Shop, PushedMessage.Text("hi"), new PushOptions { ReceiverId = PlatformRig.Shop, MaxDeliveries = 1 });

        Assert.Equal(403, result.Last.Status);
    }

    [Theory]
    [InlineData("wx%20a")]
    [InlineData("wx.a")]
    [InlineData("%E4%B8%AD")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_path_with_what_is_no_AppId_is_404(string appId)
    {
        var result = await _rig.PushAsync(
            PlatformRig.Shop,
            PushedMessage.Text("hi"),
            new PushOptions { Url = PlatformRig.UrlOf(_rig.Gateway, appId), MaxDeliveries = 1 });

        Assert.Equal(404, result.Last.Status);
    }

    [Fact]
    public async Task A_push_for_an_account_that_nobody_knows_goes_on_and_is_told_of_once_a_minute()
    {
        _rig.WeChat.AddAccount(new Simulator.Accounts.SimulatedAccount { AppId = "wxnew00000000001", OriginalId = "gh_new" });

        var first = await _rig.PushAsync("wxnew00000000001", PushedMessage.Text("one"));
        await _rig.PushAsync("wxnew00000000001", PushedMessage.Text("two"));

        Assert.Equal("from main", first.Reply?["Content"]);
        Assert.All(_rig.Main.Calls, call => Assert.Equal("unknown", call.Headers["X-WeChat-Authorizer"]));
        Assert.All(_rig.Main.Calls, call => Assert.Equal("wxnew00000000001", call.Headers["X-WeChat-AppId"]));
        Assert.Equal(["saas wxnew00000000001"], _rig.Unknown.Met);
    }

    [Fact]
    public async Task A_push_for_an_account_that_left_goes_on_as_an_unknown_ones()
    {
        _rig.Put(PlatformRig.Shop, authorizer => authorizer with { State = AuthorizerState.Unauthorized });

        await _rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("one"));

        Assert.Equal("unknown", _rig.Main.OnlyCall.Headers["X-WeChat-Authorizer"]);
        Assert.Equal(["saas " + PlatformRig.Shop], _rig.Unknown.Met);
    }

    [Fact]
    public async Task A_client_cannot_pass_for_another_platform()
    {
        await _rig.PushAsync(
            PlatformRig.Shop,
            PushedMessage.Text("hi"),
            new PushOptions
            {
                Headers = new Dictionary<string,
                string>
                { ["X-WeChat-Component-AppId"] = "evil", ["x_wechat_authorizer"] = "evil" }
            });

        var headers = _rig.Main.OnlyCall.Headers;
        Assert.Equal(PlatformRig.Component, headers["X-WeChat-Component-AppId"]);
        Assert.DoesNotContain(headers, header => header.Value.ToString().Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_message_to_two_accounts_is_two_messages_and_a_retry_is_none()
    {
        var message = PushedMessage.Text("hi");

        await _rig.PushAsync(PlatformRig.Shop, message);
        await _rig.PushAsync(PlatformRig.Shop, message);
        await _rig.PushAsync(PlatformRig.Mini, message);

        Assert.Single(_rig.Main.Calls);
        Assert.Single(_rig.Bot.Calls);
    }

    [Fact]
    public async Task What_no_backend_took_is_redelivered_to_the_same_backend()
    {
        _rig.Bot.Script = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("hi"));
        _rig.Bot.Answers("{}");
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Eventually.HoldsAsync(() => _rig.Bot.Calls.Count == 2, "the message was redelivered", Cancelled);
        Assert.Equal(PlatformRig.Mini, _rig.Bot.Calls[1].Headers["X-WeChat-AppId"]);
        Assert.Equal("saas", _rig.Bot.Calls[1].Headers["X-WeChat-Service"]);
        Assert.Equal("2", _rig.Bot.Calls[1].Headers["X-WeChat-Attempt"]);
        Assert.Empty(_rig.Main.Calls);
    }

    [Fact]
    public async Task What_no_backend_took_is_counted_for_its_account()
    {
        _rig.Bot.Script = (_, context) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        await _rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("hi"));

        using var client = new HttpClient();
        Assert.Equal((1, 0), (await CountAsync(client, PlatformRig.Mini), await CountAsync(client, PlatformRig.Shop)));
        using var dead = await client.GetAsync(Redelivery(PlatformRig.Mini + "/dead"), Cancelled);
        Assert.Equal("""{"dead":[]}""", await dead.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task The_queue_of_an_account_has_one_address()
    {
        using var client = new HttpClient();
        using var below = await client.GetAsync(Redelivery(PlatformRig.Mini), Cancelled);
        using var other = await client.GetAsync(new Uri(_rig.Gateway.InternalAddress, $"/redelivery/saas/{PlatformRig.Mini}"), Cancelled);

        Assert.Equal((200, 404), ((int)below.StatusCode, (int)other.StatusCode));
    }

    private async Task<int> CountAsync(HttpClient client, string appId)
    {
        var counts = await client.GetFromJsonAsync<JsonElement>(Redelivery(appId), Cancelled);
        return counts.GetProperty("waiting").GetInt32() + counts.GetProperty("leased").GetInt32();
    }

    private Uri Redelivery(string path) => new(_rig.Gateway.InternalAddress, $"/platform/saas/redelivery/authorizers/{path}");
}
