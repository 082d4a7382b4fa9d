// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>What a server may do with an object instance: the bits of an ACL entry (object 2).</summary>
    public static class AccessRight
    {
        /// <summary>Read, Observe, Write-Attributes.</summary>
        public const int Read = 1;

        /// <summary>Write.</summary>
        public const int Write = 2;

        /// <summary>Execute.</summary>
        public const int Execute = 4;

        /// <summary>Delete.</summary>
        public const int Delete = 8;

        /// <summary>Create an instance of the object.</summary>
        public const int Create = 16;

        /// <summary>Everything.</summary>
        public const int All = 31;
    }

    /// <summary>Who decides what each server may do, when there is more than one.</summary>
    public interface IAccessControl
    {
        /// <summary>Whether a server has a right.</summary>
        /// <param name="shortServerId">The server.</param>
        /// <param name="objectId">The object.</param>
        /// <param name="instanceId">The object instance; <see cref="ResourcePath.None"/> for the right to create one.</param>
        /// <param name="right">One of <see cref="AccessRight"/>.</param>
        /// <returns>True when it has.</returns>
        bool IsAllowed(int shortServerId, int objectId, int instanceId, int right);

        /// <summary>A server has created an object instance: it is the owner.</summary>
        /// <param name="shortServerId">The server.</param>
        /// <param name="objectId">The object.</param>
        /// <param name="instanceId">The new instance.</param>
        void OnCreated(int shortServerId, int objectId, int instanceId);

        /// <summary>An object instance was deleted.</summary>
        /// <param name="objectId">The object.</param>
        /// <param name="instanceId">The instance that was.</param>
        void OnDeleted(int objectId, int instanceId);
    }
}
