using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

public sealed class RedeliveryDelayTests
{
    [Theory]
    [InlineData(0, 1.5, 2.5)]
    [InlineData(1, 3, 5)]
    [InlineData(4, 24, 40)]
    [InlineData(5, 36, 60)]
    [InlineData(1000, 36, 60)]
    public void It_doubles_up_to_a_minute_and_is_never_quite_the_same(int tries, double shortest, double longest)
    {
        Assert.Equal(shortest, RedeliveryDelay.After(tries, 0).TotalSeconds, 3);
        Assert.Equal(longest, RedeliveryDelay.After(tries, 1).TotalSeconds, 3);
    }
}
