using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class RotatingMemoryTests
{
    private const int Capacity = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly RotatingMemory<string> _memory;

    public RotatingMemoryTests()
    {
        _memory = new RotatingMemory<string>(Window, Capacity, _clock);
    }

    [Fact]
    public void What_was_added_is_found_and_nothing_else()
    {
        _memory.TryAdd(1, "one");

        Assert.True(_memory.TryGet(1, out var one));
        Assert.Equal("one", one);
        Assert.False(_memory.TryGet(2, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(119)]
    public void A_value_is_remembered_for_one_window_at_least(int addedAt)
    {
        _clock.Advance(TimeSpan.FromSeconds(addedAt));
        _memory.TryAdd(1, "one");

        _clock.Advance(Window);

        Assert.True(_memory.TryGet(1, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(119)]
    [InlineData(120)]
    [InlineData(121)]
    [InlineData(239)]
    public void A_value_is_remembered_for_two_windows_at_most_however_often_one_asks(int every)
    {
        _memory.TryAdd(1, "one");

        for (var passed = every; passed < 2 * (int)Window.TotalSeconds; passed += every)
        {
            _clock.Advance(TimeSpan.FromSeconds(every));
            _memory.TryGet(1, out _);
        }

        _clock.Advance(TimeSpan.FromSeconds(every));
        Assert.False(_memory.TryGet(1, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(119)]
    [InlineData(130)]
    [InlineData(239)]
    public void A_memory_in_use_keeps_every_value_for_one_window_to_two(int every)
    {
        var added = new Queue<(uint Key, TimeSpan At)>();
        var now = TimeSpan.Zero;
        var memory = new RotatingMemory<string>(Window, 100_000, _clock);
        for (var key = 0u; key < 500; key++)
        {
            memory.TryAdd(key, "");
            added.Enqueue((key, now));
            _clock.Advance(TimeSpan.FromSeconds(every));
            now += TimeSpan.FromSeconds(every);
            foreach (var (known, at) in added)
            {
                var isFound = memory.TryGet(known, out _);
                Assert.True(isFound || now - at > Window, $"{known} was forgotten after {now - at}.");
                Assert.True(!isFound || now - at < Window * 2, $"{known} was remembered for {now - at}.");
            }

            while (added.Peek().At < now - (Window * 3))
            {
                added.Dequeue();
            }
        }
    }

    [Fact]
    public void After_two_quiet_windows_all_is_forgotten()
    {
        _memory.TryAdd(1, "one");
        _clock.Advance(Window);
        _memory.TryAdd(2, "two");

        _clock.Advance(Window * 2);

        Assert.False(_memory.TryGet(1, out _));
        Assert.False(_memory.TryGet(2, out _));
    }

    [Fact]
    public void A_flood_makes_the_memory_shorter_not_larger()
    {
        for (var key = 1u; key <= 1_000; key++)
        {
            _memory.TryAdd(key, "");
            var found = Enumerable.Range(1, (int)key).Count(known => _memory.TryGet((uint)known, out _));

            Assert.InRange(found, Math.Min((int)key, Capacity), 2 * Capacity);
            Assert.True(_memory.TryGet(key, out _));
        }
    }

    [Fact]
    public void A_key_that_was_forgotten_can_be_added_again()
    {
        _memory.TryAdd(1, "one");
        _clock.Advance(Window * 2);

        _memory.TryAdd(1, "again");

        Assert.True(_memory.TryGet(1, out var value));
        Assert.Equal("again", value);
    }
}
