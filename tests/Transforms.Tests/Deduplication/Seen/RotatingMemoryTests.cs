using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication.Seen;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Seen;

public sealed class RotatingMemoryTests
{
    private const int Capacity = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _clock = new();
    private readonly RotatingMemory<DigestTable<int>, int> _memory;

    public RotatingMemoryTests()
    {
        _memory = new RotatingMemory<DigestTable<int>, int>(Window, Capacity, _clock);
    }

    [Fact]
    public void What_was_added_is_found_and_nothing_else()
    {
        _memory.Add(1, 11);

        Assert.Equal(11, Find(1));
        Assert.Null(Find(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(119)]
    public void A_value_is_remembered_for_one_window_at_least(int addedAt)
    {
        _clock.Advance(TimeSpan.FromSeconds(addedAt));
        _memory.Add(1, 11);

        _clock.Advance(Window);

        Assert.NotNull(Find(1));
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
        _memory.Add(1, 11);

        for (var passed = every; passed < 2 * (int)Window.TotalSeconds; passed += every)
        {
            _clock.Advance(TimeSpan.FromSeconds(every));
            Find(1);
        }

        _clock.Advance(TimeSpan.FromSeconds(every));
        Assert.Null(Find(1));
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
        var memory = new RotatingMemory<DigestTable<int>, int>(Window, 100_000, _clock);
        for (var key = 0u; key < 500; key++)
        {
            memory.Add(key, 0);
            added.Enqueue((key, now));
            _clock.Advance(TimeSpan.FromSeconds(every));
            now += TimeSpan.FromSeconds(every);
            foreach (var (known, at) in added)
            {
                var isFound = Find(memory, known) is not null;
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
        _memory.Add(1, 11);
        _clock.Advance(Window);
        _memory.Add(2, 12);

        _clock.Advance(Window * 2);

        Assert.Null(Find(1));
        Assert.Null(Find(2));
    }

    [Fact]
    public void A_flood_makes_the_memory_shorter_not_larger()
    {
        for (var key = 1u; key <= 1_000; key++)
        {
            _memory.Add(key, 0);
            var found = Enumerable.Range(1, (int)key).Count(known => Find((uint)known) is not null);

            Assert.InRange(found, Math.Min((int)key, Capacity), 2 * Capacity);
            Assert.NotNull(Find(key));
        }
    }

    [Fact]
    public void A_key_that_was_forgotten_can_be_added_again()
    {
        _memory.Add(1, 11);
        _clock.Advance(Window * 2);

        Assert.Null(Find(1));
        _memory.Add(1, 12);

        Assert.Equal(12, Find(1));
    }

    [Fact]
    public void A_value_can_be_changed_where_it_is_in_either_generation()
    {
        _memory.Add(1, 11);
        Change(1, 12);
        _clock.Advance(Window);
        Assert.Equal(12, Find(1));
        Change(1, 13);

        Assert.Equal(13, Find(1));
        void Change(UInt128 key, int value)
        {
            Assert.True(_memory.TryFind(key, out var table, out var slot));
            table[slot] = value;
        }
    }

    [Fact]
    public void A_table_that_is_used_again_has_nothing_of_its_last_use()
    {
        for (var key = 0; key < 100 * Capacity; key++)
        {
            Assert.Null(Find((uint)key));
            _memory.Add((uint)key, key);
            Assert.Equal(key, Find((uint)key));
        }
    }

    private int? Find(UInt128 key) => Find(_memory, key);

    private static int? Find(RotatingMemory<DigestTable<int>, int> memory, UInt128 key)
        => memory.TryFind(key, out var table, out var slot) ? table[slot] : null;
}
