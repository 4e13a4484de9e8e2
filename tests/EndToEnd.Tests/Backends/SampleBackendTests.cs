using System.Net;
using System.Net.NetworkInformation;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>The sample bot does the same in every language: what is said here of one is said of all.</summary>
[Collection<SharedSampleStage>]
public sealed class SampleBackendTests(SampleStage stage)
{
    [Fact]
    public void Each_language_whose_runtime_is_here_is_tested()
    {
        foreach (var language in SampleLanguage.All.Except(SampleLanguage.Found))
        {
            TestContext.Current.AddWarning(
                $"Left out: samples/backends/{language.Folder}, since this machine has no '{language.Runtime}'.");
        }

        Assert.Contains(SampleLanguage.Found, language => language.Folder == "csharp");
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_text_comes_back(string language)
    {
        const string Text = "你好 😀 <b>&amp;</b> \"quoted\" ]]> é";

        var push = await stage.PushAsync(language, PushedMessage.Text(Text));

        Assert.Equal("You said: " + Text, push.Reply?["Content"]);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_menu_click_is_answered_with_news(string language)
    {
        var push = await stage.PushAsync(language, PushedMessage.Event("CLICK", "新闻 & more"));

        Assert.Equal("news", push.Reply?.MsgType);
        Assert.Equal("1", push.Reply?["ArticleCount"]);
        Assert.Equal("Today's news", push.Reply?["Articles.item[0].Title"]);
        Assert.Equal("You chose 新闻 & more.", push.Reply?["Articles.item[0].Description"]);
        Assert.Equal("https://example.com/news.png", push.Reply?["Articles.item[0].PicUrl"]);
        Assert.Equal("https://example.com/news", push.Reply?["Articles.item[0].Url"]);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_subscriber_is_welcomed_by_name(string language)
    {
        var push = await stage.PushAsync(language, PushedMessage.Event("subscribe").From(SampleStage.Subscriber));

        Assert.Equal($"Welcome, {SampleStage.Nickname}!", push.Reply?["Content"]);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_subscriber_of_whom_WeChat_tells_nothing_is_welcomed_too(string language)
    {
        var push = await stage.PushAsync(language, PushedMessage.Event("subscribe").From("oUnknown"));

        Assert.Equal("Welcome!", push.Reply?["Content"]);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task To_anything_else_it_has_nothing_to_say(string language)
    {
        var push = await stage.PushAsync(language, PushedMessage.Event("some_new_event"));
        using var direct = await stage[language].PostAsync("/event/some.new%2Fevent", "{}", TestContext.Current.CancellationToken);

        Assert.Equal("success", push.Reply?.Text);
        Assert.Equal("{}", await direct.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public void It_listens_on_loopback_alone(string language)
    {
        var port = stage[language].Address.Port;

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == port);

        Assert.Equal(IPAddress.Loopback, Assert.Single(listeners).Address);
    }
}
