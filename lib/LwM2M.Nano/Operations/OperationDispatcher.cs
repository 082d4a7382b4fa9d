// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Finds the operation a request asks for, by method, path and options (OMA-TS-LightweightM2M, transport bindings).</summary>
    internal static class OperationDispatcher
    {
        /// <summary>Runs a request and leaves a complete response in the context.</summary>
        /// <param name="context">Begun with the request.</param>
        /// <param name="observations">Where the server's observations are kept.</param>
        /// <returns>The response code, or <see cref="CoapCode.Pending"/> when the response comes later.</returns>
        internal static CoapCode Run(OperationContext context, IObservationTable observations)
        {
            return Complete(context, Select(context, observations));
        }

        /// <summary>Writes the response of an operation that has none with a payload.</summary>
        internal static CoapCode Complete(OperationContext context, CoapCode code)
        {
            if (code != CoapCode.Pending && (code >= CoapCode.BadRequest || code == CoapCode.Changed || code == CoapCode.Deleted))
            {
                context.Response.Respond(code);
            }

            return code;
        }

        private static CoapCode Select(OperationContext context, IObservationTable observations)
        {
            CoapMessage request = context.Request;
            if (!RequestPath.TryResolve(context.Registry, request, out long path))
            {
                return CoapCode.NotFound;
            }

            context.Path = path;
            int level = ResourcePath.Level(path);
            if (level == 0)
            {
                return request.Code == CoapCode.Fetch ? Fetch(context, observations)
                    : request.Code == CoapCode.IPatch || request.Code == CoapCode.Patch ? WriteCompositeOperation.Run(context)
                    : CoapCode.MethodNotAllowed;
            }

            if (!Lookup.IsPublic(ResourcePath.ObjectId(path)))
            {
                return CoapCode.Unauthorized;
            }

            switch (request.Code)
            {
                case CoapCode.Get:
                    return Get(context, observations);
                case CoapCode.Put:
                    return WriteAttributesOperation.IsAsked(request) ? WriteAttributesOperation.Run(context, observations)
                        : level < 2 ? CoapCode.MethodNotAllowed : WriteOperation.Run(context, level == 2 || level == 3);
                case CoapCode.Post:
                    return level == 1 ? CreateOperation.Run(context)
                        : level == 2 ? WriteOperation.Run(context, false)
                        : level == 3 ? ExecuteOperation.Run(context)
                        : CoapCode.MethodNotAllowed;
                case CoapCode.Delete:
                    return level == 2 ? DeleteOperation.Run(context) : CoapCode.MethodNotAllowed;
                default:
                    return CoapCode.MethodNotAllowed;
            }
        }

        private static CoapCode Fetch(OperationContext context, IObservationTable observations)
        {
            switch (context.Request.Observe)
            {
                case 0:
                    return ObserveOperation.StartComposite(context, observations);
                case 1:
                    observations.Remove(context.Request, context.Peer, ResourcePath.Root);
                    return ReadCompositeOperation.Run(context);
                default:
                    return ReadCompositeOperation.Run(context);
            }
        }

        private static CoapCode Get(OperationContext context, IObservationTable observations)
        {
            CoapMessage request = context.Request;
            if (request.Accept == ContentFormat.LinkFormat)
            {
                return DiscoverOperation.Run(context);
            }

            switch (request.Observe)
            {
                case 0:
                    return ObserveOperation.Start(context, observations);
                case 1:
                    return ObserveOperation.Cancel(context, observations);
                default:
                    return ReadOperation.Run(context);
            }
        }
    }
}
