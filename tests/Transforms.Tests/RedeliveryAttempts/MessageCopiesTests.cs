using System.Text;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery;

namespace WxYarpGateway.Transforms.Tests.RedeliveryAttempts;

public sealed class MessageCopiesTests : IAsyncDisposable
{
    private static readonly MessageCopy ToCrm = new("audit", new MessageTarget("crm", "/audit/$MSGTYPE$"));
    private static readonly MessageCopy ToLog = new("log", new MessageTarget("log"));

    private readonly Stage _stage = new();
    private readonly List<(string? Backend, string? Path)> _called = [];

    public MessageCopiesTests() => _stage.Backends.Script = (message, _) =>
    {
        lock (_called)
        {
            _called.Add((message.Target!.Backend, message.Target.Path));
        }

        return Task.FromResult<Reply>(ScriptedBackends.Answer("""{"msg":"nobody reads this"}"""));
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Each_copy_goes_to_its_own_backend_at_once_and_its_answer_to_nobody()
    {
        var message = _stage.Acquired();

        _stage.MessageCopies.Deliver(message, [ToCrm, ToLog]);
        await message.GetState<CopyKeeping>()!.Kept;
        await Eventually.HoldsAsync(() => Count() == 2 && Delivered("shop") == 2, "both were delivered", Cancelled);

        Assert.Equal([("crm", "/audit/$MSGTYPE$"), ("log", null)], _called.Order());
        Assert.All(_stage.Backends.Calls, call => Assert.Equal(message.Body.ToArray(), call.Body));
        Assert.All(_stage.Backends.Calls, call => Assert.Equal("7000", call.Id));
        Assert.Empty(_stage.Host.WeChat.Calls);
    }

    [Fact]
    public async Task A_copy_is_of_the_message_as_it_was_whatever_is_added_to_it_later()
    {
        var message = _stage.Acquired();
        var before = Encoding.UTF8.GetString(message.Body.Span);
        var release = new TaskCompletionSource();
        _stage.Backends.Script = async (_, _) =>
        {
            await release.Task;
            return ScriptedBackends.Answer("");
        };

        _stage.MessageCopies.Deliver(message, [ToCrm]);
        message.AppendJson("\"userInfo\":"u8, "{}"u8);
        release.SetResult();
        await Eventually.HoldsAsync(() => _stage.Backends.Calls.Count == 1, "it was delivered", Cancelled);

        Assert.Equal(before, Encoding.UTF8.GetString(_stage.Backends.Calls[0].Body));
    }

    [Fact]
    public async Task A_dead_backend_delays_neither_the_push_nor_other_copies_and_gets_its_copies_when_it_is_back()
    {
        var isBack = false;
        _stage.Backends.Script = (message, _) => Task.FromResult<Reply>(
            message.Target!.Backend == "crm" && !isBack ? new BackendAnswer(0, default, "it could not be reached")
                : ScriptedBackends.Answer(""));
        for (var number = 0; number < 20; number++)
        {
            var message = _stage.Acquired();
            _stage.MessageCopies.Deliver(message, [ToCrm, ToLog]);
            await message.GetState<CopyKeeping>()!.Kept;
        }

        await Eventually.HoldsAsync(() => Delivered("shop") == 20, "the other backend got all", Cancelled);
        await Eventually.HoldsAsync(
            async () => await WaitingAsync("shop/>crm") is { Waiting: 20, Leased: 0 }, "the dead backend's copies are kept", Cancelled);

        isBack = true;
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(
            () =>
            {
                _stage.Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Delivered("shop") == 40;
            },
            "the dead backend got all when it was back",
            Cancelled);
    }

    [Fact]
    public async Task A_backend_that_hangs_holds_no_more_than_its_lane()
    {
        var release = new TaskCompletionSource();
        _stage.Backends.Script = async (message, _) =>
        {
            if (message.Target!.Backend == "crm")
            {
                await release.Task;
            }

            return ScriptedBackends.Answer("");
        };
        for (var number = 0; number < 100; number++)
        {
            _stage.MessageCopies.Deliver(_stage.Acquired(), number < 90 ? [ToCrm] : [ToCrm, ToLog]);
        }

        await Eventually.HoldsAsync(() => Delivered("shop") == 10, "the other backend got all", Cancelled);
        await Eventually.HoldsAsync(
            async () => await WaitingAsync("shop/>crm") is { Waiting: 100 - CopyLanes.Width, Leased: CopyLanes.Width },
            "the dead backend's lane is full and the rest waits",
            Cancelled);

        release.SetResult();
        await Eventually.HoldsAsync(() => Delivered("shop") == 10 + CopyLanes.Width, "the rest of the lane was delivered", Cancelled);
    }

    [Fact]
    public async Task A_second_delivery_of_the_message_makes_no_second_copy()
    {
        var message = _stage.Acquired();
        _stage.MessageCopies.Deliver(message, [ToCrm]);
        await Eventually.HoldsAsync(() => Delivered("shop") == 1, "it was delivered", Cancelled);

        var again = Pushes.Converted(_stage.Service, receivedAt: _stage.Host.Clock.GetTimestamp());
        again.Key = message.Key;
        _stage.MessageCopies.Deliver(again, [ToCrm]);
        await again.GetState<CopyKeeping>()!.Kept;

        Assert.Single(_stage.Backends.Calls);
        Assert.Equal(QueueCount.None("shop/>crm"), await WaitingAsync("shop/>crm"));
    }

    [Fact]
    public async Task While_the_store_is_away_this_process_keeps_and_delivers_them()
    {
        _stage.Queue.IsAway = true;
        var message = _stage.Acquired();
        _stage.MessageCopies.Deliver(message, [ToCrm]);
        await message.GetState<CopyKeeping>()!.Kept;
        Assert.Equal(1, (await _stage.Local.CountAsync("shop/>crm", Cancelled))[0].Waiting);

        await _stage.Worker.StartAsync(Cancelled);

        await Eventually.HoldsAsync(
            () =>
            {
                _stage.Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return Delivered("shop") == 1;
            },
            "it was delivered",
            Cancelled);
    }

    [Fact]
    public async Task At_a_stop_copies_under_way_are_given_back_for_another_replica()
    {
        _stage.Backends.Script = async (_, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return Reply.Success;
        };
        _stage.MessageCopies.Deliver(_stage.Acquired(), [ToCrm]);
        await Eventually.HoldsAsync(() => _stage.Backends.Calls.Count == 1, "it is under way", Cancelled);

        var stopping = _stage.MessageCopies.StopAsync(Cancelled);
        await Eventually.HoldsAsync(
            () =>
            {
                _stage.Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return stopping.IsCompleted;
            },
            "it stopped",
            Cancelled);

        await Eventually.HoldsAsync(
            async () => await WaitingAsync("shop/>crm") is { Waiting: 1, Leased: 0 }, "it was given back", Cancelled);
    }

    [Fact]
    public void A_kept_copy_is_read_as_it_was_written_and_a_message_of_an_older_version_is_no_copy()
    {
        var copy = new KeptMessage { Id = "1", Service = "shop/>crm", CopyOf = "shop/wx1", Target = new MessageTarget("crm", "/a") };

        var read = KeptMessage.Read("1", "shop/>crm", Encoding.UTF8.GetString(copy.WriteHead()))!;

        Assert.True(read.IsCopy);
        Assert.Equal(("shop/wx1", "crm", "/a"), (read.ServiceName, read.Target!.Backend, read.Target.Path));
        Assert.False(KeptMessage.Read("1", "shop", """{"MessageId":"7000","Route":"shop.message","Format":"Xml","ReceivedAt":"2026-11-30T12:00:00Z"}""")!.IsCopy);
    }

    private int Count()
    {
        lock (_called)
        {
            return _called.Count;
        }
    }

    private int Delivered(string service)
        => _stage.Host.Metrics.All.Count(count => count == $"wxgateway.redelivery.messages service={service} result=delivered");

    private async Task<QueueCount> WaitingAsync(string lane) => Assert.Single(await _stage.Shared.CountAsync(lane, Cancelled));
}
