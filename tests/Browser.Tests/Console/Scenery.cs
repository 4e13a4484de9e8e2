using System.Net.Http.Json;
using System.Text.Json;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>
/// Something of everything that consoles show: pushes that arrived and that did not, people and messages to them, accounts in a platform's
/// care, rules, code, and a release whose mini programs fare differently.
/// </summary>
/// <param name="weChat">WeChat.</param>
/// <param name="gateway">The public address of the gateway that WeChat knows.</param>
/// <param name="operators">Its internal address.</param>
internal sealed class Scenery(WeChatSimulator weChat, Uri gateway, Uri operators)
{
    public const string Official = "wxshop000000000001";
    public const string Mini = "wxmini000000000001";
    public const string Platform = "saas";
    public const string HostileName = "<img src=x onerror=alert(1)> 海风";

    private const string Shop = "wxstore00000000001";
    private const string Component = "wxcomponent0000001";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Nobody = "http://127.0.0.1:9";
    private const string All = "Gateway:Services";

    /// <summary>The mini programs in the platform's care.</summary>
    public static readonly IReadOnlyList<string> Programs = [.. Enumerable.Range(1, 4).Select(number => $"wxprogram00000000{number}")];

    /// <summary>Gets the configuration of the gateways' services.</summary>
    public static IReadOnlyDictionary<string, string?> Services { get; } = new Dictionary<string, string?>
    {
        [$"{All}:mini:Kind"] = "MiniProgram",
        [$"{All}:mini:AppId"] = Mini,
        [$"{All}:mini:AppSecret"] = "mini-secret",
        [$"{All}:mini:Token"] = "mini-token",
        [$"{All}:mini:MessagePath"] = "/mini",
        [$"{All}:mini:Login:Backend"] = Nobody,

        // No backend takes its messages, so they become dead letters.
        [$"{All}:shop:AppId"] = Shop,
        [$"{All}:shop:AppSecret"] = "shop-secret",
        [$"{All}:shop:Token"] = "shop-token",
        [$"{All}:shop:MessagePath"] = "/shop",
        [$"{All}:shop:MessageBackend"] = Nobody,
        [$"{All}:shop:Redelivery:MaxAge"] = "00:00:01",
        [$"{All}:{Platform}:Kind"] = "Platform",
        [$"{All}:{Platform}:AppId"] = Component,
        [$"{All}:{Platform}:AppSecret"] = "component-secret",
        [$"{All}:{Platform}:Token"] = "token",
        [$"{All}:{Platform}:EncodingAesKey"] = AesKey,
        [$"{All}:{Platform}:AuthEventPath"] = "/wx/saas/event",
        [$"{All}:{Platform}:MessagePath"] = "/wx/saas/{appid}/message",
        [$"{All}:{Platform}:Authorization:Path"] = "/wx/saas/authorize",
        ["Gateway:PublicUrl"] = "https://wx.example.com",
        ["Gateway:Backends:crm"] = Nobody,
        [$"{All}:{Platform}:Rules:0:Name"] = "archive",
        [$"{All}:{Platform}:Rules:0:When:MsgType"] = "text",
        [$"{All}:{Platform}:Rules:0:To:Backend"] = "crm",
        [$"{All}:{Platform}:Rules:0:Mode"] = "Copy",
    };

    /// <summary>Gets the id of the release.</summary>
    public string Release { get; private set; } = "";

    /// <summary>Has WeChat push a message to the mini program, by one of the gateways.</summary>
    public Task PushAsync(string text, Uri to, CancellationToken cancellationToken)
        => weChat.PushAsync(Mini, PushedMessage.Text(text), new PushOptions { Url = new Uri(to, "/mini") }, cancellationToken);

    /// <summary>Opens accounts and platform at WeChat, and waits until the gateway has the ticket: later ones know it.</summary>
    public Task PopulateAsync(CancellationToken cancellationToken)
    {
        Populate();
        return Eventually.HoldsAsync(() => weChat.Platforms.Events.Newest.Count > 0, "the ticket was pushed", cancellationToken);
    }

    /// <summary>Fills the gateways.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        foreach (var appId in Programs.Append(Official))
        {
            await weChat.Platforms.AuthorizeAsync(Component, appId, new AuthorizationOptions(), cancellationToken);
        }

        await weChat.PushAsync(Official, PushedMessage.Text("hi 😀"), cancellationToken);
        await weChat.PushAsync(Shop, PushedMessage.Text("有货吗？"), cancellationToken);
        await weChat.PushAsync(Shop, PushedMessage.Event("subscribe"), cancellationToken);
        await PushAsync("<b>你好</b>", gateway, cancellationToken);
        await LogInAsync(cancellationToken);
        await OperateAsync(cancellationToken);
    }

    private void Populate()
    {
        weChat.AddAccount(new SimulatedAccount { AppId = Official, Name = "海风书店", OriginalId = "gh_official" });
        weChat.AddAccount(new SimulatedAccount
        {
            AppId = Shop,
            AppSecret = "shop-secret",
            OriginalId = "gh_shop",
            Token = "shop-token",
            GatewayUrl = new Uri(gateway, "/shop"),
        });
        weChat.AddAccount(new SimulatedAccount
        {
            AppId = Mini,
            AppSecret = "mini-secret",
            Name = "海风小程序",
            OriginalId = "gh_mini",
            Kind = AccountKind.MiniProgram,
            Token = "mini-token",
            GatewayUrl = new Uri(gateway, "/mini"),
            NoticeTemplates = [new NoticeTemplate("book-has-come", "书名：{{thing1.DATA}}")],
        });

        // The first gets the version, the second is refused, the third waits for its audit, and the fourth cannot be submitted.
        CodeSwitches[] fates =
        [
            new() { AuditAfter = TimeSpan.Zero },
            new() { AuditAfter = TimeSpan.Zero, AuditResult = AuditResult.Reject, AuditReason = "1:<b>账号信息不符合规范</b>，请修改后再提交" },
            new(),
            new() { HasProfile = false },
        ];
        foreach (var (index, appId) in Programs.Index())
        {
            fates[index].PrivacyScan = TimeSpan.Zero;
            weChat.AddAccount(new SimulatedAccount
            {
                AppId = appId,
                Name = $"海风小店{index + 1}",
                OriginalId = $"gh_program_{index + 1}",
                Kind = AccountKind.MiniProgram,
                Code = fates[index],
            });
        }

        weChat.AddPlatform(new SimulatedPlatform
        {
            AppId = Component,
            AppSecret = "component-secret",
            Token = "token",
            EncodingAesKey = AesKey,
            Templates =
            [
                new CodeTemplate { Id = 12, UserVersion = "3.2.0", UserDesc = "新首页，订单可以分享给朋友；修复了在旧手机上购物车有时打不开的问题" },
                new CodeTemplate { Id = 11, UserVersion = "3.1.4", UserDesc = "Bug fixes", Type = CodeTemplate.Standard },
            ],
            TemplateDrafts = [new CodeTemplate { Id = 3, UserVersion = "3.3.0", UserDesc = "试验" }],
            EventUrl = new Uri(gateway, "/wx/saas/event"),
            MessageUrl = new Uri($"{gateway}wx/saas/$APPID$/message"),
        });
    }

    private async Task LogInAsync(CancellationToken cancellationToken)
    {
        using var phone = new HttpClient { BaseAddress = gateway };
        foreach (var user in new[] { "o-ada", "o-bai" })
        {
            using var login = await AskAsync(phone, "/login", null, new { code = weChat.Phones.Login(Mini, user) }, cancellationToken);
            var token = login.RootElement.GetProperty("data").GetProperty("token").GetString();
            using var named = await AskAsync(phone, "/credentials", token, new { nickname = HostileName }, cancellationToken);
            using var waits = await AskAsync(
                phone, "/notify", token, Notice($"{DateTimeOffset.UtcNow.AddDays(30):O}"), cancellationToken);
            using var fails = await AskAsync(phone, "/notify", token, Notice("2020-01-01 08:00:00"), cancellationToken);
        }

        static object Notice(string at) => new
        {
            template_id = "book-has-come",
            data = new { thing1 = new { value = "<b>下雨了</b>" } },
            active_at = at,
        };
    }

    // What operators do.
    private async Task OperateAsync(CancellationToken cancellationToken)
    {
        using var console = new HttpClient { BaseAddress = new Uri(operators, $"/platform/{Platform}/") };
        await Eventually.HoldsAsync(
            async () => (await console.GetFromJsonAsync<JsonElement>("authorizers?status=Authorized", cancellationToken))
                .GetProperty("authorizers").GetArrayLength() == Programs.Count + 1,
            "the accounts were known",
            cancellationToken);
        await SendAsync(console, HttpMethod.Patch, $"authorizers/{Official}", new
        {
            tags = new[] { "vip", "city:上海", "a tag that is rather long for a phone" },
            note = "合同到 2027 年。",
        }, cancellationToken);
        await SendAsync(console, HttpMethod.Post, "rules", new
        {
            Name = "orders",
            Priority = 20,
            When = new { MsgType = "event", Event = "order_*" },
            To = new { Backend = "crm", Path = "/o/$APPID$" },
        }, cancellationToken);
        await SendAsync(console, HttpMethod.Post, "rules", new
        {
            Name = "off",
            Enabled = false,
            When = new { MsgType = "image" },
            To = new { Backend = "crm" },
            Mode = "Copy",
        }, cancellationToken);
        using var filed = await SendAsync(console, HttpMethod.Post, "releases", new
        {
            name = "3.2.0 新首页",
            to = new { appids = Programs },
            template_id = 12,
            user_version = "3.2.0",
            user_desc = "新首页",
            ext_json = new { extAppid = "$APPID$" },
        }, cancellationToken);
        Release = filed.RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<JsonDocument> SendAsync(
        HttpClient client, HttpMethod method, string path, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = JsonContent.Create(body, options: JsonSerializerOptions.Default),
        };
        using var answer = await client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{method} {path} was answered {answer.StatusCode}: {text}");
    }

    private static async Task<JsonDocument> AskAsync(
        HttpClient phone, string path, string? token, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("User-App", Mini);
        if (token is not null)
        {
            request.Headers.Add("User-Token", token);
        }

        using var answer = await phone.SendAsync(request, cancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }
}
