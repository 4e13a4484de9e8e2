using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class MemoryLedgerTests : LedgerContract
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryLedger _ledger;

    public MemoryLedgerTests()
    {
        _ledger = new MemoryLedger(_clock);
    }

    private protected override ILedger Ledger => _ledger;

    [Fact]
    public async Task A_message_is_remembered_as_long_as_its_recording_could_be_sent_again_and_then_forgotten()
    {
        var message = NewMessage();
        await AcquireAsync(message);

        // Signed with a clock that is MaxClockSkew ahead of ours, it is accepted for twice as long.
        _clock.Advance(new ServiceOptions().MaxClockSkew * 2);
        Assert.Equal(AcquireResult.Retry, await AcquireAsync(message));

        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(AcquireResult.First, await AcquireAsync(message));
    }

    [Fact]
    public async Task A_signature_is_remembered_as_long_as_it_is_fresh()
    {
        var seal = NewSeal();
        await AcquireAsync(NewMessage(), seal);

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(AcquireResult.Forged, await AcquireAsync(NewMessage(), seal with { Body = seal.Body + 1 }));
    }

    [Fact]
    public async Task A_reply_to_a_forgotten_message_is_nobodys()
    {
        var message = NewMessage();
        await AcquireAsync(message);
        var waiting = _ledger.WaitAsync(message, TimeSpan.FromMinutes(30), TestContext.Current.CancellationToken).AsTask();

        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.False(await _ledger.SettleAsync(message, new TextReply("late"), inTime: false, TestContext.Current.CancellationToken));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await waiting);
    }

    protected override Task UntilWaitingAsync(int deliveries)
    {
        Assert.Equal(deliveries, _clock.WaitingTimers);
        return Task.CompletedTask;
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
