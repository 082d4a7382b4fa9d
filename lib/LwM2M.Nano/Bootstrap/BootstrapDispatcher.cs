// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>Finds the operation a bootstrap server asks for (LwM2M 1.1 section 6.1.7).</summary>
    internal static class BootstrapDispatcher
    {
        private const string FinishPath = "bs";

        /// <summary>Runs a request of a bootstrap server and leaves a complete response in the context.</summary>
        internal static CoapCode Run(OperationContext context, IBootstrapListener listener)
        {
            return OperationDispatcher.Complete(context, Select(context, listener));
        }

        private static CoapCode Select(OperationContext context, IBootstrapListener listener)
        {
            CoapMessage request = context.Request;
            int segment = request.FindOption(CoapOption.UriPath);
            if (request.Code == CoapCode.Post && segment >= 0 && request.OptionEquals(segment, FinishPath))
            {
                return listener.OnFinish();
            }

            if (!RequestPath.TryParse(request, out long path, 0))
            {
                return CoapCode.NotFound;
            }

            context.Path = path;
            switch (request.Code)
            {
                case CoapCode.Get:
                    return request.Accept == ContentFormat.LinkFormat
                        ? BootstrapDiscoverOperation.Run(context, listener.Version)
                        : Read(context);
                case CoapCode.Put:
                    listener.OnBeforeChange();
                    return BootstrapWriteOperation.Run(context);
                case CoapCode.Delete:
                    listener.OnBeforeChange();
                    return BootstrapDeleteOperation.Run(context);
                default:
                    return CoapCode.MethodNotAllowed;
            }
        }

        // Only the Server and Access Control objects, whole or an instance of them.
        private static CoapCode Read(OperationContext context)
        {
            int objectId = ResourcePath.ObjectId(context.Path);
            int level = ResourcePath.Level(context.Path);
            bool readable = (objectId == 1 || objectId == 2) && (level == 1 || level == 2);
            return readable ? ReadOperation.Run(context) : CoapCode.MethodNotAllowed;
        }
    }
}
