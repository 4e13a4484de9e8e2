using WxYarpGateway.Platform.Authorizers;

namespace WxYarpGateway.Platform.Tests.Authorizers;

public sealed class TestAccountTests
{
    [Fact]
    public void There_are_ten_and_each_is_known_by_both_its_names()
    {
        Assert.Equal(10, TestAccount.Known.Count());
        Assert.All(TestAccount.Known, account => Assert.True(TestAccount.Is(account.AppId, account.OriginalId)));
        Assert.All(TestAccount.Known, account => Assert.False(TestAccount.Is(account.AppId, "gh_other")));
        Assert.False(TestAccount.Is("wx1", "gh_3c884a361561"));
    }
}
