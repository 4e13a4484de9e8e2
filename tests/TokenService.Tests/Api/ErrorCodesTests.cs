using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tests.Api;

public sealed class ErrorCodesTests
{
    [Theory]
    [InlineData(ErrorClass.TokenRejected, 40001, 40014, 42001)]
    [InlineData(ErrorClass.Configuration, 40013, 40125, 40164, 40243, 41002, 41004, 45035, 50004, 50007, 61004, 89503, 89506, 89507)]
    [InlineData(ErrorClass.Throttled, 45009, 45011, 45015, 45047)]
    [InlineData(ErrorClass.Busy, -1)]
    [InlineData(ErrorClass.Permission, 48001, 48004, 48006, 50001, 50002)]
    [InlineData(ErrorClass.UserAuthorization, 40003, 40029, 40030, 40163, 41008, 42002, 42003, 42007)]
    [InlineData(ErrorClass.Other, 0, 1, 40037, int.MaxValue)]
    public void Every_errcode_has_its_class(ErrorClass expected, params int[] codes) =>
        Assert.All(codes, code => Assert.Equal(expected, ErrorCodes.Classify(code)));
}
