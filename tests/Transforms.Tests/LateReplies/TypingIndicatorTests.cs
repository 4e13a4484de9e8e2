using System.Text.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

public sealed class TypingIndicatorTests : IAsyncDisposable
{
    private const string Path = "/cgi-bin/message/custom/typing";

    private readonly TestHost _host = new();
    private readonly TypingIndicator _indicator;
    private readonly TaskCompletionSource _work = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TypingIndicatorTests()
    {
        _indicator = new TypingIndicator(_host.Api, _host.Clock, _host.Logger<TypingIndicator>());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_is_shown_again_when_it_has_ended_and_taken_back_when_the_work_is_done()
    {
        var shown = _indicator.ShowAsync(Message(), _work.Task);
        await UntilCalledAsync(1);
        await Eventually.HoldsAsync(() => _host.Clock.WaitingTimers > 0, "it waits", TestContext.Current.CancellationToken);
        _host.Clock.Advance(TimeSpan.FromSeconds(16));
        await UntilCalledAsync(2);

        _work.SetResult();
        await shown;

        Assert.Equal(["Typing", "Typing", "CancelTyping"], Commands());
        Assert.All(
            _host.WeChat.Calls.Where(call => call.Path == Path),
            call => Assert.Equal("oUser", JsonDocument.Parse(call.Body).RootElement.GetProperty("touser").GetString()));
    }

    [Fact]
    public async Task It_is_not_shown_unless_the_service_wants_it()
    {
        _work.SetResult();
        await _indicator.ShowAsync(Message(isWanted: false), _work.Task);

        Assert.Empty(Commands());
    }

    [Fact]
    public async Task A_refusal_turns_it_off_for_an_hour()
    {
        _host.WeChat.When(Path, """{"errcode":48001,"errmsg":"api unauthorized"}""");
        await ShowAsync();
        await ShowAsync();
        Assert.Single(Commands());
        Assert.Single(_host.Logs.Lines, line => line.StartsWith("Warning TypingRefused", StringComparison.Ordinal));

        _host.Clock.Advance(TypingIndicator.RememberRefusal);
        await ShowAsync();

        Assert.Equal(2, Commands().Count);
    }

    [Theory]
    [InlineData(45080)]
    [InlineData(45081)]
    public async Task What_cannot_be_shown_to_one_user_now_is_shown_to_the_next(int errorCode)
    {
        _host.WeChat.When(Path, $$"""{"errcode":{{errorCode}},"errmsg":"no"}""");
        await ShowAsync();
        await ShowAsync();

        Assert.Equal(["Typing", "Typing"], Commands());
    }

    private async Task ShowAsync()
    {
        var work = new TaskCompletionSource();
        var called = Commands().Count;
        var shown = _indicator.ShowAsync(Message(), work.Task);
        await Eventually.HoldsAsync(
            () => Commands().Count > called || !shown.IsCompleted, "WeChat was asked", TestContext.Current.CancellationToken);
        work.SetResult();
        await shown;
    }

    private Task UntilCalledAsync(int times)
        => Eventually.HoldsAsync(() => Commands().Count == times, "WeChat was asked", TestContext.Current.CancellationToken);

    private List<string?> Commands()
        =>
        [
            .. _host.WeChat.Calls.Where(call => call.Path == Path)
                .Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("command").GetString()),
        ];

    private static MessageContext Message(bool isWanted = true)
        => Pushes.Converted(TestHost.Service(options => options.Reply.Typing = isWanted));
}
