using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.WeChatApi;

[OptionsValidator]
internal sealed partial class WeChatApiOptionsValidator : IValidateOptions<WeChatApiOptions>;
