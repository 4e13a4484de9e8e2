using WxYarpGateway.Transforms.Deduplication.Seen;

namespace WxYarpGateway.Transforms.Tests.Deduplication.Seen;

public sealed class DigestTableTests
{
    private readonly DigestTable<int> _table = new();

    [Fact]
    public void Every_key_is_possible()
    {
        UInt128[] keys = [0, 1, UInt128.MaxValue, ulong.MaxValue, UInt128.One << 64, UInt128.One << 127];
        foreach (var (index, key) in keys.Index())
        {
            Assert.Null(Find(key));
            _table.Add(key, index);
        }

        Assert.Equal(Enumerable.Range(0, keys.Length), keys.Select(key => Find(key)!.Value));
    }

    [Fact]
    public void An_empty_table_finds_nothing()
    {
        Assert.Equal(0, _table.Count);
        Assert.Null(Find(0));
        Assert.Null(Find(UInt128.MaxValue));
    }

    [Fact]
    public void Keys_of_one_slot_are_told_apart()
    {
        var keys = KeysAt(_table.Slots / 2).Take(10).ToArray();
        Fill(keys);

        Assert.All(keys.Index(), pair => Assert.Equal(pair.Index, Find(pair.Item)));
        Assert.All(KeysAt(_table.Slots / 2).Skip(10).Take(100), key => Assert.Null(Find(key)));
    }

    [Fact]
    public void Behind_the_last_slot_comes_the_first()
    {
        var last = KeysAt(_table.Slots - 1).Take(5).ToArray();
        var first = KeysAt(0).Take(5).ToArray();
        Fill([.. last, .. first]);

        Assert.Equal(Enumerable.Range(0, 10), last.Concat(first).Select(key => Find(key)!.Value));
        Assert.Equal([_table.Slots - 1, 0, 1, 2, 3], last.Select(_table.Find));
        Assert.Equal([4, 5, 6, 7, 8], first.Select(_table.Find));
    }

    [Fact]
    public void A_full_table_that_is_searched_in_vain_ends_the_search()
    {
        var slots = _table.Slots;
        for (var key = 0; _table.Slots == slots; key++)
        {
            Assert.All(Enumerable.Range(-100, 100), unknown => Assert.Null(Find(UInt128.MaxValue - (uint)-unknown)));
            _table.Add((uint)key, key);
        }
    }

    [Fact]
    public void Growing_keeps_all_and_takes_four_times_the_slots_only_when_few_are_free()
    {
        for (var key = 0; key < 10_000; key++)
        {
            var slots = _table.Slots;
            var count = _table.Count;
            _table.Add(Key(key), key);
            Assert.True(_table.Slots == slots || (_table.Slots == slots * 4 && count >= slots * 7 / 8));
            Assert.True(_table.Count < _table.Slots);
        }

        Assert.Equal(10_000, _table.Count);
        Assert.All(Enumerable.Range(0, 10_000), key => Assert.Equal(key, Find(Key(key))));
        Assert.All(Enumerable.Range(10_000, 10_000), key => Assert.Null(Find(Key(key))));
    }

    [Fact]
    public void A_cleared_table_knows_nothing_and_takes_the_same_keys_again()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var key = 0; key < 1_000; key++)
            {
                Assert.Null(Find(Key(key)));
                _table.Add(Key(key), key + round);
                Assert.Equal(key + round, Find(Key(key)));
            }

            var slots = _table.Slots;
            _table.Clear();
            Assert.Equal(0, _table.Count);
            Assert.Equal(slots, _table.Slots);
        }
    }

    [Theory]
    [InlineData("consecutive numbers", 1UL, 0)]
    [InlineData("multiples of a power of two", 1UL << 32, 0)]
    [InlineData("consecutive numbers in the upper half", 1UL, 64)]
    [InlineData("multiples of a power of two in the upper half", 1UL << 40, 64)]
    public void Keys_as_they_come_spread_over_the_slots(string keys, ulong step, int shift)
    {
        const int Number = 100_000;
        for (var index = 0u; index < Number; index++)
        {
            _table.Add((UInt128)(index * step) << shift, 0);
        }

        // What random keys have, and some more.
        var longest = 0;
        for (var index = 0u; index < Number; index++)
        {
            var key = (UInt128)(index * step) << shift;
            longest = Math.Max(longest, (_table.Find(key) - _table.HomeOf(key) + _table.Slots) % _table.Slots);
        }

        Assert.True(longest < 500, $"With {keys}, a search took {longest} steps.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_agrees_with_a_dictionary(int seed)
    {
        var random = new Random(seed);
        var expected = new Dictionary<UInt128, int>();
        for (var step = 0; step < 20_000; step++)
        {
            // Few different halves, so that keys share one or the other, and come again.
            var key = new UInt128((ulong)random.Next(100) << random.Next(60), (ulong)random.Next(100) << random.Next(60));
            var slot = _table.Find(key);
            Assert.Equal(expected.TryGetValue(key, out var value), slot >= 0);
            if (slot < 0)
            {
                slot = _table.Add(key, expected[key] = step);
                Assert.Equal(slot, _table.Find(key));
            }
            else
            {
                Assert.Equal(value, _table[slot]);
                _table[slot] = expected[key] = -step;
            }

            if (random.Next(3_000) == 0)
            {
                _table.Clear();
                expected.Clear();
            }

            Assert.Equal(expected.Count, _table.Count);
        }

        Assert.All(expected, pair => Assert.Equal(pair.Value, Find(pair.Key)));
    }

    private static UInt128 Key(int number) => new((ulong)number * 7, (ulong)number);

    /// <summary>Keys that are looked for in one slot, without end.</summary>
    private IEnumerable<UInt128> KeysAt(int slot)
    {
        for (UInt128 key = 0; ; key++)
        {
            if (_table.HomeOf(key) == slot)
            {
                yield return key;
            }
        }
    }

    private void Fill(UInt128[] keys)
    {
        var slots = _table.Slots;
        foreach (var (index, key) in keys.Index())
        {
            _table.Add(key, index);
        }

        Assert.Equal(slots, _table.Slots);
    }

    private int? Find(UInt128 key) => _table.Find(key) is >= 0 and var slot ? _table[slot] : null;
}
