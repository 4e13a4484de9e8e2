using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Transforms.Tests.Configuration.Rules;

public sealed class PathRulesTests
{
    [Theory]
    [InlineData("/wx", true, true, true)]
    [InlineData("/a-b._~/1", true, true, true)]
    [InlineData("/消息", true, true, false)]
    [InlineData("/a!b", true, true, false)]
    [InlineData("/a%20b", true, false, false)]
    [InlineData("/a\\b", true, false, false)]
    [InlineData("/{a}", false, false, false)]
    [InlineData("/a b", false, false, false)]
    [InlineData("/a\u0001", false, false, false)]
    [InlineData("/a?b", false, false, false)]
    public void A_path_is_allowed_for_what_it_can_serve(string path, bool isForMessages, bool isForEndpoints, bool isForOAuth)
        => Assert.Equal(
            (isForMessages, isForEndpoints, isForOAuth),
            (PathRules.IsMessagePath(path), PathRules.IsEndpointPath(path), PathRules.IsOAuthPath(path)));
}
