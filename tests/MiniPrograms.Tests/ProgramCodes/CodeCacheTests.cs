using WxYarpGateway.MiniPrograms.ProgramCodes;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.MiniPrograms.Tests.ProgramCodes;

public sealed class CodeCacheTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_picture_is_remembered_for_a_day()
    {
        var cache = new CodeCache(_clock);
        cache.Add(Key(1), Code(10));

        _clock.Advance(CodeCache.Life - TimeSpan.FromSeconds(1));
        Assert.True(cache.TryGet(Key(1), out _));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(cache.TryGet(Key(1), out _));

        var newer = Code(20);
        cache.Add(Key(1), newer);
        Assert.True(cache.TryGet(Key(1), out var found));
        Assert.Same(newer, found);
    }

    [Fact]
    public void The_oldest_make_room()
    {
        var cache = new CodeCache(_clock);
        for (var number = 0; number < 5; number++)
        {
            cache.Add(Key(number), Code(CodeCache.MostBytes / 4));
        }

        Assert.Equal([false, true, true, true, true], Enumerable.Range(0, 5).Select(number => cache.TryGet(Key(number), out _)));
        cache.Add(Key(9), Code(CodeCache.MostBytes + 1));
        Assert.False(cache.TryGet(Key(9), out _));
        Assert.True(cache.TryGet(Key(4), out _));
    }

    [Fact]
    public void One_app_gets_nothing_of_anothers()
    {
        var cache = new CodeCache(_clock);
        cache.Add(new CodeKey("a", "1"), Code(1));

        Assert.False(cache.TryGet(new CodeKey("b", "1"), out _));
    }

    private static CodeKey Key(int number) => new("wx1", $"{number}");

    private static ProgramCode Code(int bytes) => new(new byte[bytes], "image/png");
}
