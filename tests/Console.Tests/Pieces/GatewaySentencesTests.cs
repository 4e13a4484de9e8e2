using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Languages.Sentences;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Tests.Pieces;

/// <summary>What gateways say, in the language of the page.</summary>
public sealed class GatewaySentencesTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddLocalization()
        .AddSingleton<ChineseSentences>().AddSingleton<GatewaySentences>().BuildServiceProvider();

    private GatewaySentences Sentences => _services.GetRequiredService<GatewaySentences>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_refusal_says_what_its_errcode_means_and_keeps_what_only_the_gateway_knows()
    {
        var known = new GatewayError("GET gw/rules", GatewayErrorKind.Refused)
        {
            Status = 400,
            Errcode = -70400,
            Detail = "There is no such rule.",
        };
        var special = known with { Detail = "To.Backend names no backend." };
        var foreign = known with { Errcode = 40001, Detail = "invalid credential" };
        var unknown = known with { Errcode = 49999, Detail = "something new" };

        Speak("zh-CN");
        Assert.Equal("GET gw/rules：拒绝了请求（-70400）。没有该规则。", Sentences.What(known));
        Assert.Equal("GET gw/rules：拒绝了请求（-70400）。请求不符合该端点的要求。 To.Backend names no backend.", Sentences.What(special));
        Assert.Equal("请按 errmsg 更正请求。", Sentences.Fix(special));
        Assert.Equal(
            "GET gw/rules：拒绝了请求（40001）。token 错误或不是最新的；若是获取 token 的接口，则是 AppSecret 错误。 微信原文：invalid credential",
            Sentences.What(foreign));
        Assert.StartsWith("网关会自行更换 token。", Sentences.Fix(foreign), StringComparison.Ordinal);
        Assert.Equal("GET gw/rules：拒绝了请求（49999）。something new", Sentences.What(unknown));
        Speak("en");
        Assert.Equal("GET gw/rules: refuses the request (-70400). To.Backend names no backend.", Sentences.What(special));
        Assert.Equal("Correct what it names, and try again.", Sentences.Fix(special));
    }

    [Fact]
    public void A_hint_of_two_sentences_is_found_and_an_unknown_one_stays()
    {
        const string Hint = "No code was committed since the last audit. Commit first, then submit.";
        var error = new GatewayError("POST gw/audit", GatewayErrorKind.Unavailable) { Status = 502, Errcode = 85086, Hint = Hint };

        Speak("zh-CN");
        Assert.Equal("上次审核之后没有提交新代码。请先提交代码，再提审。", Sentences.Fix(error));
        Assert.Equal("A newer gateway says so. Do it.", Sentences.Of("A newer gateway says so. Do it."));
        Assert.Equal("", Sentences.Of((string?)null));
        Speak("en");
        Assert.Equal(Hint, Sentences.Fix(error));
    }

    [Theory]
    [InlineData("must be a number from 1 to 200", "必须是 1 到 200 的数字")]
    [InlineData("limit must be a number from 1 to 200. status is there twice.", "limit 必须是 1 到 200 的数字。status 重复出现。")]
    [InlineData("a is there twice. b is there twice. c is there twice. d is there twice. e is there twice. f must be true.",
        "a 重复出现。b 重复出现。c 重复出现。d 重复出现。e 重复出现。f 必须是 true。")]
    [InlineData("is not a known key; known are states, x", "不是已知的键；已知的有 states, x")]
    [InlineData("Services:shop:Token must have 1 to 32 characters; it has 40", "Services:shop:Token 必须有 1 到 32 个字符；现有 40 个")]
    [InlineData("must be a scope; it is empty", "必须是 scope；现在为空")]
    [InlineData("Did you mean Token?", "是否想写 Token？")]
    [InlineData("Remove it.", "请删除它。")]
    [InlineData(
        "WeChat answered errcode 40164 ('invalid ip 203.0.113.7. Bye'). Add the IP 203.0.113.7 to the account's IP whitelist in the WeChat console.",
        "微信返回错误码 40164（网关的 IP 不在该账号的白名单中），原文为“invalid ip 203.0.113.7. Bye”。请在微信后台把 IP 203.0.113.7 加入该账号的 IP 白名单。")]
    [InlineData("WeChat answered errcode 49999.", "微信返回错误码 49999。")]
    [InlineData("must be", "must be")]
    [InlineData("must be between 1 and 5; it is 7", "必须在 1 和 5 之间；现为 7")]
    [InlineData("is a number from  to 200", "is a number from  to 200")]
    [InlineData("A newer sentence with {0} and 1. Remove it.", "A newer sentence with {0} and 1. Remove it.")]
    public void A_sentence_with_values_is_found_by_its_own_words(string english, string chinese)
    {
        Speak("zh-CN");

        Assert.Equal(chinese, Sentences.Of(english));
    }

    [Fact]
    public void A_hostile_text_takes_no_time()
    {
        Speak("zh-CN");
        var hostile = string.Concat(Enumerable.Repeat("must be a number from 1 to is, and so is; it is. ", 10_000));

        Assert.Equal(hostile, Sentences.Of(hostile));
        Assert.NotEmpty(Sentences.Of(hostile[..1900]));
    }

    [Fact]
    public void A_problem_is_said_by_its_kind_with_its_values()
    {
        const string Cure = "Add the gateway's public IP address to the IP whitelist in the WeChat console.";
        var problem = new OpenProblem("Gateway:Services:shop", "WeChat gives no new access_token: errcode 40164", Cure)
        {
            Kind = "token_missing",
            Values = ["access_token", "errcode 40164 {9}", Cure],
        };
        var account = new OpenProblem("saas/wx1", "English.", "Fix.") { Kind = "account_broken", Values = ["wx1 (<b>店</b>)", ""] };

        Speak("zh-CN");
        Assert.Equal(
            ("微信没有给出新的 access_token：errcode 40164 {9}", "请在微信后台把网关的公网 IP 加入 IP 白名单。"), Sentences.Of(problem));
        Assert.Equal(
            ("微信拒绝 wx1 (<b>店</b>) 的 refresh_token，第三方平台无法代其调用。", "请让该账号的管理员重新授权第三方平台。"), Sentences.Of(account));
        Assert.Equal("请让该账号的管理员重新授权第三方平台：GET /platform/saas/authorization-url 生成链接。",
            Sentences.Of(account with { Values = ["wx1", "/platform/saas"] }).Fix);
        Speak("en");
        Assert.Equal((problem.Sentence, problem.Fix), Sentences.Of(problem));
    }

    [Fact]
    public void An_error_of_a_configuration_and_what_WeChat_answered_are_said_with_their_values()
    {
        Speak("zh-CN");

        Assert.Equal(
            ("appsettings.json：Gateway:Services:shop:Token 必须有 1 到 32 个字符；现有 40 个。", "请从微信后台复制。"),
            Sentences.Of(new OpenProblem("Gateway:Services:shop:Token", "English.", "Fix.")
            {
                Kind = "configuration",
                Values =
                [
                    "appsettings.json",
                    "Gateway:Services:shop:Token must have 1 to 32 characters; it has 40",
                    "Copy it from the WeChat console.",
                ],
            }));
        Assert.Equal(
            "微信没有给出新的 access_token：微信返回错误码 40013（微信不认识该 AppId），原文为“invalid appid”。请检查 AppId。",
            Sentences.Of(new OpenProblem("shop", "English.", "Fix.")
            {
                Kind = "token_missing",
                Values = ["access_token", "WeChat answered errcode 40013 ('invalid appid'). Check the AppId.", "Copy it."],
            }).Sentence);
        Assert.Equal("40013：微信不认识该 AppId。 微信原文：invalid appid", Sentences.Of(40013, "invalid appid"));
        Assert.Equal(
            "微信返回错误码 43101（用户没有接受该订阅消息，或已不再接受），原文为“refused”。",
            Sentences.Of(43101, "WeChat answered errcode 43101 ('refused')."));
        Speak("en");
        Assert.Equal("40013: invalid appid", Sentences.Of(40013, "invalid appid"));
    }

    [Fact]
    public void A_problem_of_another_version_stays_as_it_was_said()
    {
        Speak("zh-CN");

        Assert.All(
            new OpenProblem[]
            {
                new("a", "Old.", "Do.") { Kind = null },
                new("a", "Old.", "Do.") { Kind = "new_kind", Values = ["x"] },
                new("a", "Old.", "Do.") { Kind = "token_missing", Values = ["too few"] },
                new("a", "Old.", "Do.") { Kind = "token_missing" },
            },
            problem => Assert.Equal(("Old.", "Do."), Sentences.Of(problem)));
        Assert.Null(Sentences.Of(new OpenProblem("a", "Old.", null)).Fix);
    }

    private static void Speak(string language) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
}
