using System.Globalization;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tests.Store;

public sealed class ExpiringValuesTests
{
    private readonly ExpiringValues _values = new(new FakeTimeProvider());

    [Fact]
    public void However_many_values_are_written_only_the_newest_are_kept()
    {
        for (var number = 0; number < ExpiringValues.Capacity + 10; number++)
        {
            _values.GetOrAdd(number.ToString(CultureInfo.InvariantCulture), Value(1));
        }

        Assert.Null(_values.Get("9"));
        Assert.NotNull(_values.Get("10"));
    }

    [Fact]
    public void Short_lived_values_drive_out_no_long_lived_one()
    {
        _values.Set("token", new StoredValue([1], TimeSpan.FromHours(2)));
        for (var number = 0; number < ExpiringValues.Capacity + 10; number++)
        {
            _values.Set(number.ToString(CultureInfo.InvariantCulture), Value(1));
        }

        Assert.NotNull(_values.Get("token"));
        Assert.Null(_values.Get("10"));
    }

    [Fact]
    public void Writing_one_value_over_and_over_drives_out_nothing_but_what_is_old()
    {
        _values.Set("same", Value(0));
        for (var number = 0; number < ExpiringValues.Capacity * 2; number++)
        {
            _values.Set("same", Value(1));
        }

        Assert.Equal([1], _values.Get("same")?.Value);
    }

    private static StoredValue Value(byte value) => new([value], TimeSpan.FromMinutes(5));
}
