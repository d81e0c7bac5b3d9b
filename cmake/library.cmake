# The library in both forms, the program, and what is installed. Included after the rooms; does nothing while a room is
# still missing, so that the others can be built alone.
set(DCL_LIBRARY_ROOMS base text match post html rules locale lint read write api)
set(DCL_ROOMS_MISSING)
foreach(room ${DCL_LIBRARY_ROOMS} app)
  if(NOT TARGET dcl_${room})
    list(APPEND DCL_ROOMS_MISSING ${room})
  endif()
endforeach()
if(DCL_ROOMS_MISSING)
  message(STATUS "disclint: no library and no program: rooms missing: ${DCL_ROOMS_MISSING}")
  return()
endif()

set(DCL_OBJECTS)
set(DCL_LIBRARIES)
foreach(room ${DCL_LIBRARY_ROOMS})
  list(APPEND DCL_OBJECTS $<TARGET_OBJECTS:dcl_${room}>)
  get_target_property(libraries dcl_${room} INTERFACE_LINK_LIBRARIES)
  if(libraries)
    list(APPEND DCL_LIBRARIES ${libraries})
  endif()
endforeach()
list(FILTER DCL_LIBRARIES EXCLUDE REGEX "^dcl_")
list(REMOVE_DUPLICATES DCL_LIBRARIES)

function(dcl_library target kind)
  add_library(${target} ${kind} ${DCL_OBJECTS})
  target_link_libraries(${target} PRIVATE ${DCL_LIBRARIES})
  target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                                 $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  set_target_properties(${target} PROPERTIES OUTPUT_NAME disclint LINKER_LANGUAGE CXX)
endfunction()

dcl_library(disclint_static STATIC)
dcl_library(disclint_shared SHARED)
set_target_properties(disclint_shared PROPERTIES EXPORT_NAME disclint VERSION ${PROJECT_VERSION}
                                                 SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
add_library(disclint::disclint ALIAS disclint_shared)
if(NOT DCL_SANITIZE AND NOT DCL_FUZZ)
  target_link_options(disclint_shared PRIVATE LINKER:--no-undefined)
endif()

add_executable(disclint ${PROJECT_SOURCE_DIR}/src/app/main.c)
dcl_flags(disclint)
target_link_libraries(disclint PRIVATE dcl_app disclint_static)
set_target_properties(disclint PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR} LINKER_LANGUAGE CXX)

# ---- install -----------------------------------------------------------------------------------------------------------
include(CMakePackageConfigHelpers)
set(DCL_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/disclint)
install(TARGETS disclint_shared EXPORT disclintTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS disclint_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS disclint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${PROJECT_SOURCE_DIR}/include/disclint/disclint.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/disclint)
install(EXPORT disclintTargets NAMESPACE disclint:: DESTINATION ${DCL_CMAKE_DIR})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/disclintConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/disclintConfig.cmake INSTALL_DESTINATION ${DCL_CMAKE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/disclintConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/disclintConfig.cmake ${PROJECT_BINARY_DIR}/disclintConfigVersion.cmake
        DESTINATION ${DCL_CMAKE_DIR})

# What a program that links the static library needs besides, for pkg-config --static.
set(DCL_PC_PRIVATE "-lstdc++")
foreach(library ${DCL_LIBRARIES})
  if(library STREQUAL CLD2::CLD2)
    string(APPEND DCL_PC_PRIVATE " -lcld2")
  elseif(NOT library MATCHES "::")
    string(APPEND DCL_PC_PRIVATE " -l${library}")
  endif()
endforeach()
file(RELATIVE_PATH DCL_PC_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /) # so that an installation can be moved
configure_file(${PROJECT_SOURCE_DIR}/cmake/disclint.pc.in ${PROJECT_BINARY_DIR}/disclint.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/disclint.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
