namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>One page of <c>api_get_authorizer_list</c>.</summary>
/// <param name="Total">How many authorizers there are, by WeChat's count at this moment. It may change between two pages.</param>
/// <param name="Authorizers">Those of the page.</param>
public sealed record AuthorizerPage(int Total, IReadOnlyList<ListedAuthorizer> Authorizers);
