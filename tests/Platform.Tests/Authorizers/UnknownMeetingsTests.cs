using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Tests.Configuration;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Tests.Authorizers;

public sealed class UnknownMeetingsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Listener _listener = new();

    [Fact]
    public async Task Each_AppId_is_told_of_once_a_minute_even_under_many_hands()
    {
        await using var services = await Compiling.LoadedAsync();
        var meetings = new UnknownMeetings([_listener], _clock, NullLogger<UnknownMeetings>.Instance);

        Parallel.For(0, 1_000, _ => meetings.Meet(services.Saas(), Id("wx1")));
        meetings.Meet(services.Saas(), Id("wx2"));
        Assert.Equal(["wx1", "wx2"], _listener.Met);

        _clock.Advance(UnknownMeetings.Pause);
        Parallel.For(0, 1_000, _ => meetings.Meet(services.Saas(), Id("wx1")));
        Assert.Equal(["wx1", "wx2", "wx1"], _listener.Met);
    }

    [Fact]
    public async Task A_flood_of_AppIds_is_bounded_and_ends_with_the_minute()
    {
        await using var services = await Compiling.LoadedAsync();
        var meetings = new UnknownMeetings([_listener], _clock, NullLogger<UnknownMeetings>.Instance);

        for (var number = 0; number < UnknownMeetings.Most + 50; number++)
        {
            meetings.Meet(services.Saas(), Id($"wx{number}"));
        }

        Assert.Equal(UnknownMeetings.Most, _listener.Met.Count);
        _clock.Advance(UnknownMeetings.Pause);
        meetings.Meet(services.Saas(), Id("wxlate"));
        Assert.Equal("wxlate", _listener.Met[^1]);
    }

    private static AppId Id(string text) => AppId.TryParse(text, out var id) ? id : throw new InvalidOperationException();

    private sealed class Listener : IUnknownAuthorizers
    {
        private readonly List<string> _met = [];

        public List<string> Met
        {
            get
            {
                lock (_met)
                {
                    return [.. _met];
                }
            }
        }

        void IUnknownAuthorizers.Met(WeChatPlatform platform, AppId appId)
        {
            lock (_met)
            {
                _met.Add(appId.Value);
            }
        }
    }
}
